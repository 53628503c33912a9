using System.Collections.Immutable;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Control;

/// <summary>Figures of one node.</summary>
/// <param name="Name">The node.</param>
/// <param name="Offset">Its replication offset; null when it does not answer.</param>
/// <param name="LagBytes">Bytes behind the primary; null when either is unknown, 0 for the primary.</param>
/// <param name="ProcessId">Its process; null when none is known.</param>
/// <param name="SavedTails">What was set aside of its divergent data, never served.</param>
public sealed record NodeFigures(string Name, long? Offset, long? LagBytes, int? ProcessId, ImmutableArray<string> SavedTails)
{
    /// <summary>What cannot be promised of it; empty for the nodes that we start.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>What it said of itself last; null when it does not answer.</summary>
    public NodeReport? Report { get; init; }
}
