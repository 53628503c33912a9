using System.Collections.Immutable;
using Mainstay.Core.Configuration;

namespace Mainstay.Core.Clusters;

/// <summary>What is kept of a memcached cluster from one daemon to the next.</summary>
public sealed record ClusterState
{
    /// <summary>What Auto Discovery told last.</summary>
    public required long Version { get; init; }

    /// <summary>The last number that was given to an outage.</summary>
    public required long LastOutage { get; init; }

    /// <summary>What was listed under <see cref="Version"/>: host|ip|port of each node.</summary>
    public required ImmutableArray<string> Listed { get; init; }

    /// <summary>All nodes of the snapshot.</summary>
    public required ImmutableArray<ClusterNodeState> Nodes { get; init; }

    /// <summary>
    /// Of a cluster that served, and of which nothing else is known any more: others may have changed what its nodes still have, so that none serves
    /// without being emptied.
    /// </summary>
    public static ClusterState Lost(ClusterSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new() { Version = 0, LastOutage = 0, Listed = [], Nodes = [.. spec.Nodes.Select(node => new ClusterNodeState(node.Name, false, 0, 0, null, null))] };
    }

    /// <summary>Whether it says the same as <paramref name="other"/>.</summary>
    public bool Equals(ClusterState? other) =>
        other is not null && Version == other.Version && LastOutage == other.LastOutage && Listed.SequenceEqual(other.Listed) && Nodes.SequenceEqual(other.Nodes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, LastOutage, Nodes.Length);
}
