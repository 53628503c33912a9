using Mainstay.Core.Failover;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Tests.Store;

/// <summary>States with something in every field.</summary>
internal static class States
{
    public static DurableState Version(long version) => new()
    {
        Version = version,
        Term = (ulong)version * 2,
        Revision = 7,
        Phase = TermPhase.Chosen,
        Nonce = $"nonce-{version}",
        Choice = new Choice("main-002", Id('a'), new ReplicationPosition(Id('b'), 12345)),
        Primary = new PrimaryIdentity("main-001", Id('c'), Id('d'), -1),
        Members = [new MemberState("main-001", Id('c'), null), new MemberState("main-002", null, new ReplicationPosition(Id('b'), version))],
        Histories = [new HistoryEntry(Id('b'), 1), new HistoryEntry(Id('d'), 2)],
        Paused = true,
    };

    /// <summary>Larger than a slot holds.</summary>
    public static DurableState TooLarge(long version) => Version(version) with { Nonce = new string('x', 70_000) };

    private static string Id(char digit) => new(digit, 40);
}
