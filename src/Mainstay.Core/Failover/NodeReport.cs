using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>What one node said of itself in one answer (INFO server, replication, persistence and keyspace).</summary>
public sealed record NodeReport
{
    /// <summary><c>run_id</c>: new at every start of the process.</summary>
    public required string RunId { get; init; }

    /// <summary><c>process_id</c> as the server sees it.</summary>
    public long ProcessId { get; init; }

    /// <summary><c>role</c>: <see cref="NodeRole.Primary"/> for <c>master</c>, <see cref="NodeRole.Replica"/> for <c>slave</c>.</summary>
    public required NodeRole Role { get; init; }

    /// <summary><c>master_replid</c>.</summary>
    public required string ReplicationId { get; init; }

    /// <summary><c>master_replid2</c>: the history before the last branch; null when it is all zeros.</summary>
    public string? SecondReplicationId { get; init; }

    /// <summary><c>second_repl_offset</c>: first offset that is no longer of <see cref="SecondReplicationId"/>; -1 for none.</summary>
    public long SecondOffset { get; init; } = -1;

    /// <summary><c>master_repl_offset</c>: bytes of its history that it has. Final once the node is sealed.</summary>
    public required long Offset { get; init; }

    /// <summary>Whom it follows; null for a primary. A sealed node follows port 0 of its own host (see <see cref="Sealed"/>).</summary>
    public string? FollowsHost { get; init; }

    /// <summary>The port of whom it follows; null for a primary.</summary>
    public int? FollowsPort { get; init; }

    /// <summary><c>master_link_status</c> is up.</summary>
    public bool LinkUp { get; init; }

    /// <summary><c>master_last_io_seconds_ago</c>, whole seconds; null when it never heard of its primary or the link is down.</summary>
    public long? LastHeardSeconds { get; init; }

    /// <summary><c>master_sync_in_progress</c>: it has no usable data until the transfer ends.</summary>
    public bool Synchronising { get; init; }

    /// <summary><c>loading</c>: reading its file; alive, not serving.</summary>
    public bool Loading { get; init; }

    /// <summary>Whether any database holds a key.</summary>
    public bool HasKeys { get; init; }

    /// <summary><c>min-replicas-to-write</c> in force; null when not asked.</summary>
    public int? MinReplicasToWrite { get; init; }

    /// <summary>The replicas it lists.</summary>
    public ImmutableArray<ReplicaLink> Replicas { get; init; } = [];

    /// <summary>Detached for good: a replica of port 0.</summary>
    public bool Sealed => Role == NodeRole.Replica && FollowsPort == 0;

    /// <summary>How far its copy is.</summary>
    public ReplicationPosition Position => new(ReplicationId, Offset);

    /// <summary>Whether it follows <paramref name="address"/>.</summary>
    public bool Follows(NodeAddress address) => Role == NodeRole.Replica && FollowsPort == address.Port && FollowsHost == address.Host;
}
