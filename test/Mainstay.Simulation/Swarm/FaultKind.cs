using System.Globalization;
using Mainstay.Simulation.Clock;

namespace Mainstay.Simulation.Swarm;

/// <summary>A kind of fault, and how it is drawn: one or more deeds with their delays, its own end included.</summary>
internal sealed record FaultKind(string Name, Func<SeededRandom, IReadOnlyList<string>, IEnumerable<(TimeSpan After, string What)>> Draw)
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new("kill", (random, nodes) => [Now($"kill {random.Pick(nodes)}")]),
        new("kill-primary", (_, _) => [Now("kill the-primary")]),
        new("kill-all", (random, _) => random.Chance(0.2) ? [Now("kill all")] : []),
        new("freeze", (random, nodes) => Lasting(random, nodes, node => $"freeze {node}", node => $"thaw {node}")),
        new("freeze-primary", (random, _) => [Now("freeze the-primary"), (random.Milliseconds(100, 5000), "thaw all")]),
        new("busy", (random, nodes) => [Now(string.Create(CultureInfo.InvariantCulture, $"busy {random.Pick(nodes)} for {random.Below(4000)}ms"))]),
        new("cut-off", (random, nodes) => Lasting(random, nodes, node => $"cut {node} off", _ => "heal all")),
        new("cut-primary-off", (random, _) => [Now("cut the-primary off"), (random.Milliseconds(100, 6000), "heal all")]),
        new("cut-pair", (random, nodes) => [Now($"cut {random.Pick(nodes)} from {random.Pick(nodes)}"), (random.Milliseconds(100, 6000), "heal all")]),
        new("cut-from-control", (random, nodes) => Lasting(random, nodes, node => $"cut {node} from control", node => $"heal {node} from control")),
        new("cut-from-endpoints", (random, nodes) => Lasting(random, nodes, node => $"cut {node} from endpoints", node => $"heal {node} from endpoints")),
        new("cut-one-way", (random, nodes) => [Now($"cut one way {random.Pick(nodes)} to {random.Pick([.. nodes, "control"])}"), (random.Milliseconds(100, 4000), "heal all")]),
        new("store-down", (random, _) => [Now("store down"), (random.Milliseconds(100, 3000), "store recovers")]),
        new("store-full", (random, _) => [Now("store full"), (random.Milliseconds(100, 3000), "store recovers")]),
        new("store-unreliable", (random, _) => [Now("store is unreliable"), (random.Milliseconds(500, 8000), "store recovers")]),
        new("restart-controller", (_, _) => [Now("restart controller")]),
        new("restart-daemon", (random, _) => random.Chance(0.5) ? [Now("restart daemon")] : []),
        new("usurp-controller", (random, _) => [Now(string.Create(CultureInfo.InvariantCulture, $"usurp controller for {random.Below(3000)}ms"))]),
        new("remove-data", (random, nodes) => random.Chance(0.4) ? [Now($"remove data of {random.Pick(nodes)}")] : []),
        new("prevent-starts", (random, nodes) => Lasting(random, nodes, node => $"prevent starts of {node}", node => $"allow starts of {node}")),
        new("save", (random, nodes) => [Now($"save {random.Pick(nodes)}")]),
        new("switchover", (random, nodes) => [Now(random.Chance(0.5) ? "operator switchover" : $"operator switchover to {random.Pick(nodes)}")]),
        new("operator-failover", (random, _) => random.Chance(0.5) ? [Now("operator failover")] : []),
        new("add-node", (_, nodes) => [Now($"operator add {NextOf(nodes)}")]),
        new("remove-node", (random, nodes) => [Now($"operator remove {random.Pick([.. nodes, NextOf(nodes)])}")]),
        new("restore", (random, _) => random.Chance(0.3) ? [Now("operator restore")] : []),
        new("pause", (random, _) => [Now("operator pause"), (random.Milliseconds(500, 4000), "operator resume")]),
    ];

    /// <summary>The spare that every plan has: one number on.</summary>
    private static string NextOf(IReadOnlyList<string> nodes) => string.Create(CultureInfo.InvariantCulture, $"{nodes[0][..^3]}{nodes.Count + 1:000}");

    private static (TimeSpan After, string What) Now(string what) => (TimeSpan.Zero, what);

    private static IEnumerable<(TimeSpan After, string What)> Lasting(SeededRandom random, IReadOnlyList<string> nodes, Func<string, string> begin, Func<string, string> end)
    {
        var node = random.Pick(nodes);
        return [Now(begin(node)), (random.Milliseconds(100, 6000), end(node))];
    }
}
