using Mainstay.Core.Tests.Scenarios;
using Mainstay.Simulation.Scenarios;
using Mainstay.Simulation.Swarm;

namespace Mainstay.Core.Tests.Simulation;

/// <summary>Checkers that cannot fail prove nothing: each seeded bug must break a rule or an expectation of some story or seed.</summary>
public sealed class SeededBugTests
{
    private const int Seeds = 1000;

    public static TheoryData<string> Bugs => [.. SeededBugs.All.Keys];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_seeded_bug_is_noticed(string bug) => Assert.True(IsNoticed(bug), $"nobody noticed: {bug}");

    private static bool IsNoticed(string bug)
    {
        var make = SeededBugs.All[bug];
        foreach (var name in ScenarioFiles.Names)
            if (ScenarioRun.Execute(ScenarioFiles.Read(name), new ScenarioVariant(make())).Failures.Count > 0) return true;
        for (var seed = 1UL; seed <= Seeds; seed++)
            if (SwarmRun.Execute(SwarmPlan.For(seed) with { Unkindness = 0.3 }, make()).Failures.Count > 0) return true;
        return false;
    }
}
