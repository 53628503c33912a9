namespace Mainstay.Core.Topology;

/// <summary>One node of a <see cref="ClusterTopology"/>.</summary>
/// <param name="Name">Unique among groups, clusters and nodes.</param>
/// <param name="Address">Where it is reached, and what its keys are chosen by.</param>
/// <param name="Health">Online: it serves its keys. Anything else: it does not, whether it answers or not.</param>
public sealed record ClusterNode(string Name, NodeAddress Address, NodeHealth Health)
{
    /// <summary>Its IPv4 address as Auto Discovery tells it, of the form 10.0.0.1; null while it is not known.</summary>
    public string? Ip { get; init; }

    /// <summary>Grows each time it begins to serve: connections that were made before lead to what is over.</summary>
    public long Life { get; init; }

    /// <summary>
    /// Names the time in which it does not serve, and is no other's; 0 while it serves. Its keys have another name on the node that serves them
    /// meanwhile, so that what is left there of one such time is not found in the next.
    /// </summary>
    public long Outage { get; init; }

    /// <summary>
    /// While what it misses is taken from who had the key before: the <see cref="Outage"/> under whose name they had it, 0 for its own name. Null:
    /// what it misses is missing.
    /// </summary>
    public long? WarmFrom { get; init; }

    /// <summary>What it says it is, of the form 1.6.18; null while that is not known.</summary>
    public string? Version { get; init; }

    /// <summary>Whether its keys go to it.</summary>
    public bool Serves => Health == NodeHealth.Online;
}
