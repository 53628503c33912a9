using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints;

/// <summary>How one endpoint does.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Address">Where it listens; the port is the real one.</param>
/// <param name="Targets">The nodes that commands go to now; none while it holds.</param>
/// <param name="State">What it does with a command that arrives now.</param>
/// <param name="Figures">What it counted.</param>
public sealed record EndpointStatus(EndpointKind Kind, NodeAddress Address, ImmutableArray<string> Targets, EndpointState State, EndpointFigures Figures)
{
    /// <summary>How many commands took at most how long.</summary>
    public LatencyBuckets Latency { get; init; } = LatencyBuckets.None;
}
