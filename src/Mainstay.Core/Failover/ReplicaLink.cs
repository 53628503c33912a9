using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>A replica as its primary lists it (INFO replication, <c>slaveN</c>).</summary>
/// <param name="Address">The address the replica announces.</param>
/// <param name="Online">The primary's word <c>online</c>; the replica's own "up" may mean that it has nothing yet.</param>
/// <param name="Offset">The last offset it acknowledged.</param>
/// <param name="LagSeconds">Whole seconds since its last acknowledgement.</param>
public sealed record ReplicaLink(NodeAddress Address, bool Online, long Offset, long LagSeconds);
