namespace Mainstay.Simulation.Swarm;

/// <summary>What came of a plan.</summary>
/// <param name="Failures">What was broken; empty when all is well.</param>
/// <param name="Asked">The group waited for an operator in the end.</param>
/// <param name="Terms">The last term.</param>
/// <param name="Trace">The story, where it was asked for.</param>
public sealed record SwarmOutcome(IReadOnlyList<string> Failures, bool Asked, ulong Terms, string Trace);
