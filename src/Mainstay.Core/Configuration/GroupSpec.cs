using System.Collections.Immutable;
using System.Net;
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

    /// <summary>How clients' commands travel to a node. Default shared.</summary>
    public UpstreamUse Upstream { get; init; } = UpstreamUse.Shared;

    /// <summary>Which replicas the reader endpoint reads from.</summary>
    public ReaderSpec Reader { get; init; } = new();

    /// <summary>Commands refused at the endpoints besides those that always are: <c>KEYS</c>, <c>CONFIG GET</c>; capitals.</summary>
    public ImmutableArray<string> Deny { get; init; } = [];

    /// <summary>Commands let through although they are refused by default; capitals.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>What clients of one endpoint may take.</summary>
    public LimitsSpec Limits { get; init; } = new();

    /// <summary>How endpoints with <see cref="EndpointSpec.Tls"/> encrypt; null when there is none.</summary>
    public TlsSpec? Tls { get; init; }

    /// <summary>How nodes are reached over TLS; null where they are reached without.</summary>
    public NodeTlsSpec? NodeTls { get; init; }

    /// <summary>Networks of proxies in front of the endpoints: who connects from there begins with a PROXY protocol v2 header, nobody else does.</summary>
    public ImmutableArray<IPNetwork> ProxyProtocol { get; init; } = [];

    /// <summary>The stable addresses.</summary>
    public ImmutableArray<EndpointSpec> Endpoints { get; init; } = [];
}
