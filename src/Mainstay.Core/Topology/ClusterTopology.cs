using System.Collections.Immutable;

namespace Mainstay.Core.Topology;

/// <summary>Immutable snapshot of a memcached cluster, replaced whole.</summary>
public sealed record ClusterTopology
{
    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>What Auto Discovery tells: grows at every change of what is listed, and when a fresh process takes a node's place. Never goes back.</summary>
    public required long Version { get; init; }

    /// <summary>Grows with every snapshot of one daemon; an older one is ignored.</summary>
    public required long Revision { get; init; }

    /// <summary>All nodes, in the order of the configuration.</summary>
    public required ImmutableArray<ClusterNode> Nodes { get; init; }

    /// <summary>The node called <paramref name="name"/>, or null.</summary>
    public ClusterNode? Node(string name)
    {
        foreach (var node in Nodes)
            if (node.Name == name) return node;
        return null;
    }
}
