using Mainstay.Core.Topology;

namespace Mainstay.Server.Clusters;

/// <summary>How one node of a memcached cluster does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Health">As last seen.</param>
/// <param name="ProcessId">The process that answered last, or that is supervised; null when none is known.</param>
/// <param name="Version">Of the form 1.6.18; null while it is not known.</param>
/// <param name="Figures">What it said of itself last; null when it does not answer.</param>
public sealed record ClusterNodeStatus(string Name, NodeAddress Address, NodeHealth Health, int? ProcessId, string? Version, MemcachedFigures? Figures);
