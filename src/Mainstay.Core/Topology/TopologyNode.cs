namespace Mainstay.Core.Topology;

/// <summary>One node of a <see cref="GroupTopology"/>, as the controller last saw it.</summary>
/// <param name="Name">Unique among groups, clusters and nodes.</param>
/// <param name="Address">The node endpoint; never given to applications.</param>
/// <param name="Role">What it is in the published topology.</param>
/// <param name="Health">How it does; only <see cref="NodeHealth.Online"/> replicas take reads.</param>
/// <param name="RunId">The process last seen there; null when none was.</param>
public sealed record TopologyNode(string Name, NodeAddress Address, NodeRole Role, NodeHealth Health, string? RunId)
{
    /// <summary>The node's unix socket when it runs on this host, else null.</summary>
    public string? UnixSocket { get; init; }
}
