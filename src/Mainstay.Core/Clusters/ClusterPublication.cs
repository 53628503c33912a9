using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Clusters;

/// <summary>What was told last of a cluster, and what is told next.</summary>
internal sealed class ClusterPublication(ClusterState? restored)
{
    private ClusterTopology? _last;
    private ClusterState? _written = restored;
    private ImmutableArray<string> _listed = restored?.Listed ?? [];
    private long _version = restored?.Version ?? 0;
    private bool _grows;

    /// <summary>The version is to grow with the next snapshot, whatever is listed.</summary>
    public void GrowVersion() => _grows = true;

    /// <summary>The next snapshot; null when it would say what the last one says.</summary>
    public ClusterTopology? Next(ClusterSpec spec, ImmutableArray<ClusterNode> nodes, long unixMilliseconds)
    {
        var listed = Listed(spec.Discovery, nodes);
        if (_grows || _version == 0 || !listed.SequenceEqual(_listed)) _version = Math.Max(_version + 1, unixMilliseconds / 1000);
        _grows = false;
        _listed = listed;
        if (_last is { } last && last.Version == _version && last.Nodes.SequenceEqual(nodes)) return null;
        _last = new ClusterTopology
        {
            Cluster = spec.Name,
            Version = _version,
            // By the clock, so that it also grows from one daemon to the next.
            Revision = Math.Max((_last?.Revision ?? 0) + 1, unixMilliseconds),
            Nodes = nodes,
        };
        return _last;
    }

    /// <summary>What is to be written down; null when that is written already.</summary>
    public ClusterState? State(long lastOutage, ImmutableArray<ClusterNodeState> nodes)
    {
        var state = new ClusterState { Version = _version, LastOutage = lastOutage, Listed = _listed, Nodes = nodes };
        if (state.Equals(_written)) return null;
        _written = state;
        return state;
    }

    /// <summary>What Auto Discovery lists, in an order that does not depend on the configuration's.</summary>
    private static ImmutableArray<string> Listed(DiscoveryRule rule, ImmutableArray<ClusterNode> nodes)
    {
        var serving = rule == DiscoveryRule.HealthyOnly && nodes.Any(node => node.Serves);
        return [.. nodes.Where(node => !serving || node.Serves).Select(node => $"{node.Address.Host}|{node.Ip}|{node.Address.Port}").Order(StringComparer.Ordinal)];
    }
}
