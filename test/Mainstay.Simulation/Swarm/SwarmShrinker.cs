namespace Mainstay.Simulation.Swarm;

/// <summary>Takes faults out of a plan as long as it still breaks the same rule.</summary>
public static class SwarmShrinker
{
    /// <summary>The smallest plan found.</summary>
    public static SwarmPlan Shrink(SwarmPlan plan, Func<SwarmPlan, SwarmOutcome> play)
    {
        var rule = RuleOf(play(plan).Failures);
        var smaller = true;
        while (smaller)
        {
            smaller = false;
            for (var i = plan.Faults.Length - 1; i >= 0; i--)
            {
                var candidate = plan with { Faults = plan.Faults.RemoveAt(i) };
                if (RuleOf(play(candidate).Failures) != rule) continue;
                plan = candidate;
                smaller = true;
            }
        }

        return plan;
    }

    /// <summary>The first failure without its figures.</summary>
    private static string? RuleOf(IReadOnlyList<string> failures) =>
        failures.Count == 0 ? null : string.Concat(failures[0].TakeWhile(letter => letter != ':').Where(letter => !char.IsDigit(letter)));
}
