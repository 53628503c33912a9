using System.Collections.Immutable;

namespace Mainstay.Core.Topology;

/// <summary>
/// Immutable snapshot of a group, replaced whole. It is the only thing that features share. Endpoints send only
/// while <see cref="Primary"/> is set, and never again to an older <see cref="Term"/> once they saw a newer one.
/// </summary>
public sealed record GroupTopology
{
    /// <summary>The group's name.</summary>
    public required string Group { get; init; }

    /// <summary>Grows by one at every change of primary; 0 before the first.</summary>
    public required ulong Term { get; init; }

    /// <summary>Grows at every other committed change within a term (membership, admission of a restarted copy).</summary>
    public required ulong Revision { get; init; }

    /// <summary>What the group does just now.</summary>
    public required GroupState State { get; init; }

    /// <summary>The published primary, or null while there is none (endpoints hold).</summary>
    public PrimaryIdentity? Primary { get; init; }

    /// <summary>All members, in the order of the configuration.</summary>
    public required ImmutableArray<TopologyNode> Nodes { get; init; }

    /// <summary>The member called <paramref name="name"/>, or null.</summary>
    public TopologyNode? Node(string? name)
    {
        foreach (var node in Nodes)
            if (node.Name == name) return node;
        return null;
    }

    /// <summary>The primary's entry among <see cref="Nodes"/>, or null while there is no primary.</summary>
    public TopologyNode? PrimaryNode => Primary is null ? null : Node(Primary.Node);
}
