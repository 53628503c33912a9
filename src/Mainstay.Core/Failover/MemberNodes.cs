using System.Collections.Immutable;
using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>
/// Who belongs to a group. The configuration says so until the first commit; from then on the store does, and membership changes by
/// <see cref="OperatorRequest.AddNode"/> and <see cref="OperatorRequest.RemoveNode"/> alone. How a member is reached stays the
/// configuration's word, where it names it.
/// </summary>
public static class MemberNodes
{
    /// <summary>The members of the group, in the order in which they joined.</summary>
    /// <param name="configured">The nodes as configured.</param>
    /// <param name="durable">What is committed.</param>
    public static ImmutableArray<NodeSpec> Of(IReadOnlyList<NodeSpec> configured, DurableState durable)
    {
        ArgumentNullException.ThrowIfNull(configured);
        ArgumentNullException.ThrowIfNull(durable);
        return durable.Nodes.IsEmpty ? [.. configured] : [.. durable.Nodes.Select(node => configured.FirstOrDefault(known => known.Name == node.Name) ?? node)];
    }
}
