using System.Collections.Immutable;

namespace Mainstay.Simulation.Scenarios;

/// <summary>A story: what must happen in two sentences, the world, the deeds, what is expected, and the trace it left last time.</summary>
public sealed record Scenario
{
    /// <summary>What must happen, for people.</summary>
    public required string Promise { get; init; }

    /// <summary>All lines up to the golden trace, as written.</summary>
    public required string Script { get; init; }

    /// <summary>The trace it left when it was accepted; empty when it never was.</summary>
    public required string Golden { get; init; }

    /// <summary>The world.</summary>
    public required WorldSettings World { get; init; }

    /// <summary>How the group is found: serving, fresh (nothing ever ran) or stopped (all processes ended, files kept).</summary>
    public string Start { get; init; } = "serving";

    /// <summary>Time between two writes; zero for none.</summary>
    public TimeSpan WriteInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the story is.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>What is done at which time.</summary>
    public ImmutableArray<(TimeSpan At, string What)> Deeds { get; init; } = [];

    /// <summary>What is done when a controller is about to carry out an action for the first time.</summary>
    public ImmutableArray<(string Action, string What)> Triggers { get; init; } = [];

    /// <summary>What must hold.</summary>
    public ImmutableArray<string> Expectations { get; init; } = [];
}
