using Mainstay.Core;
using Mainstay.Core.Failover;
using Mainstay.Simulation.Control;

namespace Mainstay.Simulation.Scenarios;

/// <summary>Plays a scenario in a world of its own.</summary>
public static class ScenarioRun
{
    /// <summary>What an interrupted story gets more, so that the next controller can end it.</summary>
    private static readonly TimeSpan _afterInterruption = TimeSpan.FromSeconds(8);

    /// <summary>Runs <paramref name="scenario"/> as <paramref name="variant"/> says.</summary>
    public static ScenarioOutcome Execute(Scenario scenario, ScenarioVariant variant)
    {
        var interrupted = variant.InterruptAt > 0;
        var trace = new TraceWriter();
        var world = new SimulatedWorld(scenario.World with { Mutation = variant.Mutation }, trace);
        trace.World = world;
        switch (scenario.Start)
        {
            case "serving": world.EstablishServing(); break;
            case "stopped": world.EstablishStopped(); break;
            case "found": world.EstablishFound(); break;
            case "fresh": break;
            default: throw new ScenarioException(scenario.Start, "serving, found, stopped or fresh");
        }

        world.Begin();
        Schedule(world, scenario, variant);
        world.StartController();
        if (scenario.WriteInterval > TimeSpan.Zero) world.Endpoints.StartWriting(scenario.WriteInterval);
        var end = world.Origin + scenario.Length + (interrupted ? _afterInterruption : TimeSpan.Zero);
        if (interrupted) RunUntilSettled(world, scenario, end);
        else world.Events.RunUntil(end);
        world.Endpoints.StopWriting();
        world.Events.RunUntil(world.Events.Now + TimeSpan.FromSeconds(1));
        return new ScenarioOutcome(trace.Text, [.. Judge(world, trace, scenario, interrupted)], world.Controllers[0].Effects);
    }

    /// <summary>An interrupted story may end as soon as all was done to the group and it is whole again for a second.</summary>
    private static void RunUntilSettled(SimulatedWorld world, Scenario scenario, Instant end)
    {
        var lastDeed = scenario.Deeds.Select(deed => deed.At).DefaultIfEmpty().Max();
        world.Events.RunUntil(world.Origin + lastDeed + TimeSpan.FromSeconds(3));
        var settled = 0;
        while (world.Events.Now < end && settled < 4)
        {
            world.Events.RunUntil(world.Events.Now + TimeSpan.FromMilliseconds(250));
            settled = world.Controllers.Count > 1 && world.IsWhole && world.IsWritable ? settled + 1 : 0;
        }
    }

    private static void Schedule(SimulatedWorld world, Scenario scenario, ScenarioVariant variant)
    {
        foreach (var (at, what) in scenario.Deeds) world.Events.At(world.Origin + at, () => Deeds.Do(world, what));
        var triggers = scenario.Triggers.ToList();
        world.Prepare = controller => controller.Interrupt = (number, action) =>
        {
            var name = Name(action);
            foreach (var trigger in triggers.Where(trigger => trigger.Action == name).ToList())
            {
                triggers.Remove(trigger);
                Deeds.Do(world, trigger.What);
            }

            if (controller.Number != 1 || number != variant.InterruptAt) return Interruption.None;
            return variant.CarriedOut ? Interruption.After : Interruption.Before;
        };
    }

    /// <summary>CommitTerm as commit-term; an action on a node with the node: seal:main-002 is not told apart from seal.</summary>
    private static string Name(FailoverAction action) => action switch
    {
        FailoverAction.CommitTerm => "commit-term",
        FailoverAction.CommitChoice => "commit-choice",
        FailoverAction.CommitPublication => "commit-publication",
        FailoverAction.CommitRevision => "commit-revision",
        _ => action.GetType().Name.ToLowerInvariant(),
    };

    private static IEnumerable<string> Judge(SimulatedWorld world, TraceWriter trace, Scenario scenario, bool interrupted)
    {
        foreach (var violation in world.Checker.Violations) yield return violation.ToString();
        var operatorNeeded = scenario.Expectations.Contains("asked");
        if (!operatorNeeded && !world.IsWritable) yield return $"no writable primary at the end: {world.Topology?.State}; {Expectations.Listing(world)}";
        if (world.Primary is { } primary && world.Losses.Lost(primary.State.Data) is { Count: > 0 } lost)
            yield return $"{lost.Count} acknowledged writes are lost and need not be: {string.Join(' ', lost.Take(10))}";
        foreach (var expectation in scenario.Expectations)
            if (Expectations.Judge(world, trace, expectation, interrupted) is { } failure) yield return failure;
        if (interrupted) yield break;
        var controller = world.Controllers.Count == 1 ? world.Controllers[0] : null;
        if (controller is null) yield break;
        var before = world.Checker.Violations.Count;
        world.Checker.RequireReplies(controller.Number);
        foreach (var violation in world.Checker.Violations.Skip(before)) yield return violation.ToString();
    }
}
