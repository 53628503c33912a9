using System.Collections.Immutable;
using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Nodes;
using Mainstay.Simulation.Scenarios;

namespace Mainstay.Simulation.Swarm;

/// <summary>
/// What a seed does to a group: its shape, and faults of a few kinds drawn at random (few kinds together find more than all at once). Written
/// in the words of scenarios, so that a plan can be read, cut down and kept as one.
/// </summary>
/// <param name="World">The world.</param>
/// <param name="Unkindness">Probability that an input to the machine comes twice.</param>
/// <param name="Faults">What is done at which time, in order.</param>
public sealed record SwarmPlan(WorldSettings World, double Unkindness, ImmutableArray<(TimeSpan At, string What)> Faults)
{
    /// <summary>How long faults go on.</summary>
    public static TimeSpan Trouble { get; } = TimeSpan.FromSeconds(20);

    /// <summary>The plan of a seed.</summary>
    public static SwarmPlan For(ulong seed)
    {
        var random = SeededRandom.For(seed, "plan");
        var count = random.Pick([3, 3, 3, 3, 2, 4, 5]);
        var acknowledgements = count >= 4 && random.Chance(0.5) ? 2 : 1;
        var durability = random.Chance(0.5) ? Durability.Sync with { Acknowledgements = acknowledgements } : Durability.Async;
        var group = ScenarioParser.NewGroup("main", count, durability);
        if (count > 2 && random.Chance(0.1)) group = group with { Nodes = group.Nodes.SetItem(count - 1, group.Nodes[count - 1] with { Priority = 0 }) };
        var nodes = new NodeSettings
        {
            TransferTime = random.Milliseconds(5, random.Chance(0.2) ? 2000 : 100),
            BacklogSize = random.Chance(0.2) ? 400 : 64L << 20,
            ReplicationTimeout = TimeSpan.FromSeconds(random.Chance(0.5) ? 3 : 10),
        };
        var kinds = FaultKind.All.Where(_ => random.Chance(0.35)).ToList();
        if (kinds.Count == 0) kinds.Add(random.Pick(FaultKind.All));
        var names = group.Nodes.Select(node => node.Name).ToList();
        var faults = new List<(TimeSpan At, string What)>();
        var pace = random.Milliseconds(300, 6000);
        for (var at = random.Milliseconds(500, 3000); at < Trouble; at += random.Milliseconds(20, 20 + (2 * pace.TotalMilliseconds)))
            foreach (var (after, what) in random.Pick(kinds).Draw(random, names)) faults.Add((at + after, what));
        return new SwarmPlan(
            new WorldSettings { Seed = seed, Group = group, Spares = ScenarioParser.Spares(group, 1), Nodes = nodes, PublishDelay = random.Chance(0.3) ? random.Milliseconds(1, 50) : TimeSpan.Zero },
            random.Chance(0.5) ? 0.05 : 0,
            [.. faults.Where(fault => fault.At < Trouble).OrderBy(fault => fault.At)]);
    }

    /// <summary>As the lines of a scenario.</summary>
    public string AsScript()
    {
        var group = World.Group;
        var durability = group.Durability.IsSync ? $"sync nodes {group.Nodes.Length} acks {group.Durability.Acknowledgements}" : $"async nodes {group.Nodes.Length}";
        foreach (var node in group.Nodes.Where(node => node.Priority == 0)) durability += $" priority {node.Name} 0";
        var lines = Faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"at {fault.At.TotalMilliseconds:0}ms {fault.What}"));
        return $"group {group.Name} {durability}\nspares {World.Spares.Length}\nseed {World.Seed}\n{string.Join('\n', lines)}";
    }
}
