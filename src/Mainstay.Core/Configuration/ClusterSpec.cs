using System.Collections.Immutable;
using System.Net;

namespace Mainstay.Core.Configuration;

/// <summary>A memcached cluster as configured: independent nodes that share the keys among them.</summary>
public sealed record ClusterSpec
{
    /// <summary>Name, unique among groups, clusters and nodes.</summary>
    public required string Name { get; init; }

    /// <summary>The data servers; 1 to 40. Keys are shared among them by the host and port of their addresses.</summary>
    public required ImmutableArray<NodeSpec> Nodes { get; init; }

    /// <summary>The stable addresses: all of kind configuration.</summary>
    public ImmutableArray<EndpointSpec> Endpoints { get; init; } = [];

    /// <summary>What becomes of the keys of a node that does not serve. Default next.</summary>
    public DeadNodeRule Failover { get; init; } = DeadNodeRule.Next;

    /// <summary>Which nodes Auto Discovery lists. Default all.</summary>
    public DiscoveryRule Discovery { get; init; } = DiscoveryRule.All;

    /// <summary>Whether a node that comes back with what it had is emptied first. Default yes: others changed meanwhile what it still has.</summary>
    public bool FlushesRejoining { get; init; } = true;

    /// <summary>How long a node may be silent before it counts as gone. Default 1 s; at least 500 ms. A process that ended counts at once.</summary>
    public TimeSpan Detect { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a managed node that counts as gone may go on to be silent before a fresh process takes its place. Default 2 s; 500 ms to 1 h.</summary>
    public TimeSpan ReplaceAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For how long what a fresh or added node misses is taken from who had the key before; zero: never. Default zero; 10 min where it is asked for without a time.</summary>
    public TimeSpan WarmTime { get; init; }

    /// <summary>Bytes of items a managed node keeps (<c>-m</c>, in whole MiB). Default 64 MiB.</summary>
    public long Memory { get; init; } = 64L << 20;

    /// <summary>Bytes of the largest item (<c>-I</c>) of managed nodes, in whole 512 KiB; endpoints refuse larger values. Default 1 MiB; 512 KiB to 128 MiB.</summary>
    public long ItemSize { get; init; } = 1L << 20;

    /// <summary>Clients that a managed node takes at once (<c>-c</c>). Default 1024.</summary>
    public int NodeConnections { get; init; } = 1024;

    /// <summary>Threads of a managed node (<c>-t</c>). Default 4.</summary>
    public int NodeThreads { get; init; } = 4;

    /// <summary>What endpoints may keep while it is not known where it goes.</summary>
    public HoldSpec Hold { get; init; } = new();

    /// <summary>What clients of one endpoint may take.</summary>
    public LimitsSpec Limits { get; init; } = new();

    /// <summary>How endpoints with <see cref="EndpointSpec.Tls"/> encrypt; null when there is none.</summary>
    public TlsSpec? Tls { get; init; }

    /// <summary>Networks of proxies in front of the endpoints: who connects from there begins with a PROXY protocol v2 header, nobody else does.</summary>
    public ImmutableArray<IPNetwork> ProxyProtocol { get; init; } = [];
}
