using System.Globalization;
using Mainstay.Simulation.Swarm;

namespace Mainstay.Core.Tests.Simulation;

/// <summary>
/// Random trouble from seeds: safety always, liveness when peace is there. <c>MAINSTAY_SEEDS=5000</c> plays that many;
/// <c>MAINSTAY_SEED=42</c> plays one and tells its story.
/// </summary>
public sealed class SwarmTests
{
    private const ulong SeedsInTheSuite = 300;

    [Fact]
    public void No_seed_breaks_a_rule()
    {
        if (Number("MAINSTAY_SEED") is { } single)
        {
            var plan = SwarmPlan.For(single);
            var outcome = SwarmRun.Execute(plan, tell: true);
            Assert.True(outcome.Failures.Count == 0, $"{plan.AsScript()}\n{string.Join('\n', outcome.Failures)}\n\n{outcome.Trace}");
            return;
        }

        for (var seed = 1UL; seed <= (Number("MAINSTAY_SEEDS") ?? SeedsInTheSuite); seed++)
        {
            var plan = SwarmPlan.For(seed);
            var outcome = SwarmRun.Execute(plan);
            if (outcome.Failures.Count == 0) continue;
            var smallest = SwarmShrinker.Shrink(plan, candidate => SwarmRun.Execute(candidate));
            Assert.Fail($"seed {seed} (its story: MAINSTAY_SEED={seed} dotnet run --project test/Mainstay.Core.Tests -- --filter-class \"*SwarmTests\")\n{string.Join('\n', outcome.Failures)}\nthe smallest plan that still fails so:\n{smallest.AsScript()}");
        }
    }

    [Fact]
    public void The_same_seed_tells_the_same_story()
    {
        var plan = SwarmPlan.For(7);
        Assert.Equal(SwarmRun.Execute(plan, tell: true).Trace, SwarmRun.Execute(plan, tell: true).Trace);
    }

    [Fact]
    public void Trouble_is_trouble()
    {
        var terms = Enumerable.Range(1, 40).Select(seed => SwarmRun.Execute(SwarmPlan.For((ulong)seed)).Terms).ToList();
        Assert.True(terms.Count(term => term > 1) > 20, $"of 40 seeds only {terms.Count(term => term > 1)} ever changed the primary");
    }

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
