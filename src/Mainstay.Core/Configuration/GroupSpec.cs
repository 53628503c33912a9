using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Configuration;

/// <summary>A replication group as configured.</summary>
public sealed record GroupSpec
{
    /// <summary>Name, unique among groups, clusters and nodes.</summary>
    public required string Name { get; init; }

    /// <summary>Which server its nodes run. Default redis.</summary>
    public Engine Engine { get; init; } = Engine.Redis;

    /// <summary>When a write counts as done. Default async.</summary>
    public Durability Durability { get; init; } = Durability.Async;

    /// <summary>How long a primary may be silent before it counts as gone. Default 1 s; at least 500 ms.</summary>
    public TimeSpan Detect { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How managed nodes keep their data across a restart. Default rdb.</summary>
    public Persistence Persistence { get; init; } = Persistence.Rdb;

    /// <summary>Directives for the managed nodes' redis.conf, in the order of the file; none of those the daemon sets itself.</summary>
    public ImmutableArray<ServerSetting> Settings { get; init; } = [];

    /// <summary>The account on the nodes; null for none: managed nodes then let everybody in, and listen on loopback only.</summary>
    public NodeAccess? Access { get; init; }

    /// <summary>What endpoints may keep while there is no primary.</summary>
    public HoldSpec Hold { get; init; } = new();

    /// <summary>The data servers; 1 to 9.</summary>
    public required ImmutableArray<NodeSpec> Nodes { get; init; }

    /// <summary>The stable addresses.</summary>
    public ImmutableArray<EndpointSpec> Endpoints { get; init; } = [];
}
