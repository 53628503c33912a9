using Mainstay.Simulation.Control;

namespace Mainstay.Simulation.Scenarios;

/// <summary>One way of running a scenario.</summary>
/// <param name="Mutation">The seeded bug.</param>
/// <param name="InterruptAt">The controller ends at its action of this number, counted from 1; 0 for never.</param>
/// <param name="CarriedOut">Whether that action is still begun.</param>
public sealed record ScenarioVariant(Mutation Mutation, int InterruptAt = 0, bool CarriedOut = false)
{
    /// <summary>As it stands.</summary>
    public static ScenarioVariant Plain { get; } = new(Mutation.None);
}
