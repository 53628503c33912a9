using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Routing;

/// <summary>A node as a session may use it. A connection belongs to its process and term, not to its address.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="UnixSocket">Its unix socket on this host; null for none.</param>
/// <param name="RunId">The process it must be; null when the topology does not know it.</param>
/// <param name="ReplicationId">The history it must write; null for a replica.</param>
/// <param name="IsPrimary">Whether it is used as the primary.</param>
/// <param name="Term">The term of the topology.</param>
internal sealed record RouteTarget(string Node, NodeAddress Address, string? UnixSocket, string? RunId, string? ReplicationId, bool IsPrimary, ulong Term)
{
    /// <summary>Whether <paramref name="other"/> is the same process with the same history in the same part, be it in another term.</summary>
    public bool IsSameProcess(RouteTarget other) =>
        Node == other.Node && RunId == other.RunId && ReplicationId == other.ReplicationId && IsPrimary == other.IsPrimary && Address == other.Address;
}
