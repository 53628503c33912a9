using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Failover;

/// <summary>Small made-up groups and reports.</summary>
internal static class Samples
{
    public static GroupSpec Group(Durability? durability = null) => new()
    {
        Name = "main",
        Durability = durability ?? Durability.Async,
        Nodes = [Node(1), Node(2), Node(3)],
    };

    public static NodeSpec Node(int number) => new() { Name = $"main-00{number}", Address = new("127.0.0.1", 6410 + number) };

    public static NodeReport Primary(string runId, string history, long offset, params ReplicaLink[] replicas) => new()
    {
        RunId = runId,
        Role = NodeRole.Primary,
        ReplicationId = history,
        SecondReplicationId = "before-" + history,
        SecondOffset = 1,
        Offset = offset,
        HasKeys = true,
        Replicas = [.. replicas],
    };

    public static NodeReport Replica(string runId, string history, long offset, int primary = 1, long? heard = 0) => new()
    {
        RunId = runId,
        Role = NodeRole.Replica,
        ReplicationId = history,
        Offset = offset,
        HasKeys = true,
        FollowsHost = "127.0.0.1",
        FollowsPort = 6410 + primary,
        LinkUp = true,
        LastHeardSeconds = heard,
    };

    public static ReplicaLink Link(int number, long offset, bool online = true) => new(Node(number).Address, online, offset, 0);

    /// <summary>Term 3 published with main-001 as process r1 writing history h3; all three members admitted as r1, r2, r3.</summary>
    public static DurableState Durable { get; } = new()
    {
        Version = 9,
        Term = 3,
        Phase = TermPhase.Published,
        Primary = new("main-001", "r1", "h3", 1),
        Histories = [new("h1", 1), new("h2", 2), new("h3", 3)],
        Members = [new("main-001", "r1", null), new("main-002", "r2", null), new("main-003", "r3", null)],
    };

    public static CopyOfData Copy(int number, NodeReport report, bool valid = true, bool wasPrimary = false, int priority = 100) =>
        new($"main-00{number}", report, valid, wasPrimary, priority, number - 1);

    public static Instant At(double seconds) => Instant.Zero + TimeSpan.FromSeconds(seconds);

    public static ImmutableArray<string> None => [];
}
