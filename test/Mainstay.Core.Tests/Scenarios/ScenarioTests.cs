using Mainstay.Simulation.Scenarios;

namespace Mainstay.Core.Tests.Scenarios;

/// <summary>
/// Plays every scenario and compares its story with the golden one. <c>MAINSTAY_ACCEPT=1</c> writes new golden stories instead, of those
/// scenarios that break no rule and no expectation.
/// </summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_story_is_the_golden_one(string name)
    {
        var scenario = ScenarioFiles.Read(name);
        var outcome = ScenarioRun.Execute(scenario, ScenarioVariant.Plain);
        Assert.True(outcome.Failures.Count == 0, $"{name}: {scenario.Promise}\n{string.Join('\n', outcome.Failures)}\n\n{outcome.Trace}");
        if (Environment.GetEnvironmentVariable("MAINSTAY_ACCEPT") == "1") ScenarioFiles.Accept(name, scenario, outcome.Trace);
        else Assert.True(outcome.Trace == scenario.Golden, $"{name} went another way than its golden story (MAINSTAY_ACCEPT=1 accepts it):\n{StoryDifference.Describe(scenario.Golden, outcome.Trace)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_controller_that_ends_at_any_action_is_succeeded_by_one_that_ends_the_story_well(string name)
    {
        var scenario = ScenarioFiles.Read(name);
        var effects = ScenarioRun.Execute(scenario, ScenarioVariant.Plain).Effects;
        for (var action = 1; action <= effects; action++)
        {
            foreach (var carriedOut in new[] { true, false })
            {
                var outcome = ScenarioRun.Execute(scenario, ScenarioVariant.Plain with { InterruptAt = action, CarriedOut = carriedOut });
                Assert.True(outcome.Failures.Count == 0, $"{name}, interrupted at action {action}, {(carriedOut ? "begun" : "not begun")}:\n{string.Join('\n', outcome.Failures)}\n\n{outcome.Trace}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scenario_opens_with_two_sentences(string name)
    {
        var promise = ScenarioFiles.Read(name).Promise;
        Assert.True(promise.Split(". ").Length == 2 && promise.EndsWith('.'), $"{name}: {promise}");
    }
}
