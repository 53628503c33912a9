using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Control;

/// <summary>What is known of a group just now.</summary>
/// <param name="Topology">The snapshot last published.</param>
/// <param name="Nodes">Figures that change too often to be part of the topology; in the topology's order.</param>
/// <param name="LastReason">The last <c>Explain</c>: why the group is in the state it is in.</param>
public sealed record GroupStatus(GroupTopology Topology, ImmutableArray<NodeFigures> Nodes, string LastReason);
