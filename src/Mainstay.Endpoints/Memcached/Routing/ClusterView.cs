using System.Collections.Immutable;
using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Memcached.Routing;

/// <summary>A topology with what is worked out of it once: where each key goes. Immutable.</summary>
internal sealed class ClusterView
{
    private readonly KetamaRing _ring;
    private readonly bool[] _serves;
    private readonly bool _allServe;
    private readonly DeadNodeRule _rule;

    /// <param name="topology">The cluster as it is.</param>
    /// <param name="rule">What becomes of a dead node's keys.</param>
    /// <param name="former">The view before, whose ring still counts where addresses are the same; null for none.</param>
    public ClusterView(ClusterTopology topology, DeadNodeRule rule, ClusterView? former)
    {
        (Topology, _rule) = (topology, rule);
        var addresses = topology.Nodes.Select(node => node.Address).ToArray();
        _ring = former is not null && former.Nodes.Select(node => node.Address).SequenceEqual(addresses) ? former._ring : new KetamaRing(addresses);
        _serves = [.. topology.Nodes.Select(node => node.Serves)];
        _allServe = !_serves.Contains(false);
        AnyServes = _serves.Contains(true);
    }

    /// <summary>The cluster.</summary>
    public ClusterTopology Topology { get; }

    /// <summary>Its nodes.</summary>
    public ImmutableArray<ClusterNode> Nodes => Topology.Nodes;

    /// <summary>Whether any node serves.</summary>
    public bool AnyServes { get; }

    /// <summary>Where <paramref name="key"/> is.</summary>
    public Place Find(ReadOnlySpan<byte> key)
    {
        var owner = _ring.Owner(key);
        if (_allServe || _serves[owner]) return new Place(PlaceKind.Node, owner, 0);
        if (_rule == DeadNodeRule.Miss) return new Place(PlaceKind.Missing, owner, 0);
        if (_rule == DeadNodeRule.Error) return new Place(PlaceKind.Failing, owner, 0);
        var next = _ring.Owner(key, _serves);
        return next < 0 ? new Place(PlaceKind.Nowhere, owner, 0) : new Place(PlaceKind.Node, next, Nodes[owner].Outage);
    }

    /// <summary>
    /// Where <paramref name="key"/>, which is missing on its node, was before that node began to serve; null where nobody is asked.
    /// </summary>
    public Place? FindFormer(ReadOnlySpan<byte> key, int node)
    {
        if (Nodes[node].WarmFrom is not { } outage) return null;
        Span<bool> others = stackalloc bool[_serves.Length];
        _serves.CopyTo(others);
        others[node] = false;
        var former = _ring.Owner(key, others);
        return former < 0 ? null : new Place(PlaceKind.Node, former, outage);
    }
}
