using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Control;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Scenarios;

namespace Mainstay.Simulation.Swarm;

/// <summary>Plays a plan: trouble first, with the rules of safety watched; then peace, in which the group must come back.</summary>
public static class SwarmRun
{
    /// <summary>How long after the last fault there must be a writable primary, or a question to the operator.</summary>
    private static readonly TimeSpan _recovery = TimeSpan.FromSeconds(8);

    /// <summary>How long after that the group must be whole.</summary>
    private static readonly TimeSpan _repair = TimeSpan.FromSeconds(25);

    /// <summary>Plays <paramref name="plan"/>; a seeded bug may ride along, and the story is kept on demand.</summary>
    public static SwarmOutcome Execute(SwarmPlan plan, Mutation? mutation = null, bool tell = false)
    {
        var trace = new TraceWriter { Writes = tell };
        var world = new SimulatedWorld(plan.World with { Mutation = mutation ?? Mutation.None }, trace);
        trace.World = world;
        world.EstablishServing();
        world.Begin();
        foreach (var (at, what) in plan.Faults) world.Events.At(world.Origin + at, () => Deeds.Do(world, what));
        world.StartController(plan.Unkindness);
        world.Endpoints.StartWriting(TimeSpan.FromMilliseconds(50));
        world.Events.RunUntil(world.Origin + SwarmPlan.Trouble);
        var failures = new List<string>();
        var asked = false;
        Pacify(world);
        if (!Reaches(world, () => world.IsWritable, _recovery))
        {
            asked = world.Topology is { State: GroupState.NoPrimary };
            if (!asked) failures.Add($"no writable primary {_recovery.TotalSeconds} s after the last fault: {world.Topology?.State}; {Expectations.Listing(world)}");
            var answered = false;
            for (var attempt = 0; attempt < 3 && !answered; attempt++)
            {
                // A request may be refused because another controller's commit came first; a person asks again.
                world.Ask(new OperatorRequest.Failover(AcceptDataLoss: true));
                answered = Reaches(world, () => world.IsWritable, _recovery);
            }

            if (!answered) failures.Add($"no writable primary although the operator accepted data loss: {world.Topology?.State}; {Expectations.Listing(world)}");
        }

        if (!Reaches(world, () => world.IsWhole && world.IsWritable, _repair)) failures.Add($"not whole {_repair.TotalSeconds} s later: {world.Topology?.State}; {Expectations.Listing(world)}");
        world.Endpoints.StopWriting();
        world.Events.RunUntil(world.Events.Now + TimeSpan.FromSeconds(1));
        failures.InsertRange(0, world.Checker.Violations.Select(violation => violation.ToString()));
        if (world.Primary is { } primary && world.Losses.Lost(primary.State.Data) is { Count: > 0 } lost)
            failures.Add($"{lost.Count} of {world.Losses.All.Count} acknowledged writes are lost and need not be: {string.Join(' ', lost.Take(10))}");
        return new SwarmOutcome(failures, asked, world.Store.State.Term, trace.Text);
    }

    /// <summary>Every fault ends.</summary>
    private static void Pacify(SimulatedWorld world)
    {
        world.Notes.Happened("peace");
        world.Network.HealAll();
        world.Store.Recover();
        world.Processes.FailingStarts.Clear();
        foreach (var node in world.Nodes)
        {
            world.Thaw(node.Name);
            node.Process?.SetBusy(false);
        }


        // Also where nothing is paused yet: a pause may still wait for the store.
        world.Ask(new OperatorRequest.Resume());
        world.Checker.EndpointsReachable = world.Network.IsWhole(SimulatedNetwork.Control, SimulatedNetwork.Endpoints);
    }

    private static bool Reaches(SimulatedWorld world, Func<bool> condition, TimeSpan within)
    {
        var end = world.Events.Now + within;
        while (world.Events.Now < end)
        {
            if (condition()) return true;
            world.Events.RunUntil(world.Events.Now + TimeSpan.FromMilliseconds(50));
        }

        return condition();
    }
}
