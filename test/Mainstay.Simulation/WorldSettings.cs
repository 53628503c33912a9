using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Simulation.Control;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation;

/// <summary>What a simulated world is made of.</summary>
public sealed record WorldSettings
{
    /// <summary>All chance comes from here.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The group under test.</summary>
    public required GroupSpec Group { get; init; }

    /// <summary>Servers that are no members of it yet.</summary>
    public ImmutableArray<NodeSpec> Spares { get; init; } = [];

    /// <summary>How its servers are set.</summary>
    public NodeSettings Nodes { get; init; } = new();

    /// <summary>How many primary endpoints. Default 2.</summary>
    public int Endpoints { get; init; } = 2;

    /// <summary>How much longer a snapshot takes to endpoints than a fence. Default 0.</summary>
    public TimeSpan PublishDelay { get; init; }

    /// <summary>The seeded bug; none by default.</summary>
    public Mutation Mutation { get; init; } = Mutation.None;
}
