namespace Mainstay.Simulation.Scenarios;

/// <summary>What came of a scenario.</summary>
/// <param name="Trace">The story.</param>
/// <param name="Failures">Rules and expectations that were broken; empty when all is well.</param>
/// <param name="Effects">Actions with an effect that the first controller asked for.</param>
public sealed record ScenarioOutcome(string Trace, IReadOnlyList<string> Failures, int Effects);
