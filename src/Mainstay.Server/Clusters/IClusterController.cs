using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Clusters;

/// <summary>What others may know of the controller of a memcached cluster.</summary>
public interface IClusterController
{
    /// <summary>What was published last; null before the first.</summary>
    ClusterTopology? Topology { get; }

    /// <summary>What is known of each node, in the order of the configuration.</summary>
    ImmutableArray<ClusterNodeStatus> Nodes { get; }

    /// <summary>Whether its loop turned a moment ago.</summary>
    bool IsTurning { get; }

    /// <summary>Told after each publication; must return at once.</summary>
    event Action<ClusterTopology>? Published;
}
