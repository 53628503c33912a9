namespace Mainstay.Simulation.Scenarios;

/// <summary>A scenario file says something that is not understood.</summary>
/// <param name="line">The line.</param>
/// <param name="why">What is wrong with it.</param>
public sealed class ScenarioException(string line, string why) : Exception($"{why}: {line}");
