using Mainstay.Core.Topology;
using Mainstay.Simulation;
using Mainstay.Simulation.Nodes;
using Mainstay.Simulation.Scenarios;

namespace Mainstay.Core.Tests.Simulation;

/// <summary>Servers without a controller: what a person would try by hand.</summary>
internal sealed class Bench
{
    private readonly TraceWriter _notes = new();
    private long _write;

    public Bench(NodeSettings? settings = null)
    {
        World = new SimulatedWorld(
            new WorldSettings { Seed = 3, Group = ScenarioParser.NewGroup("main", 3, Core.Configuration.Durability.Async), Nodes = settings ?? new NodeSettings() },
            _notes);
        _notes.World = World;
    }

    public static NodeAddress Nowhere { get; } = new("127.0.0.1", 0);

    public SimulatedWorld World { get; }

    public SimulatedNode First => World.Nodes[0];

    public SimulatedNode Second => World.Nodes[1];

    public SimulatedNode Third => World.Nodes[2];

    /// <summary>The first node leads, the others follow it and are online.</summary>
    public static Bench Replicating(NodeSettings? settings = null)
    {
        var bench = new Bench(settings);
        foreach (var node in bench.World.Nodes) node.Start(Nowhere, byHand: false);
        bench.Pass(100);
        bench.First.Process!.Promote();
        bench.Second.Process!.Follow(bench.First.Address);
        bench.Third.Process!.Follow(bench.First.Address);
        bench.Pass(2000);
        return bench;
    }

    public void Pass(double milliseconds) => World.Events.RunUntil(World.Events.Now + TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Writes to a node, and lets the stream arrive.</summary>
    public WriteOutcome Write(SimulatedNode node, int count = 1)
    {
        var outcome = WriteOutcome.Ok;
        for (var i = 0; i < count; i++) outcome = node.Process!.Write(++_write).Outcome;
        Pass(5);
        return outcome;
    }

    public static int Keys(SimulatedNode node) => LogEntry.WritesOf(node.Process!.State.Data).Count;
}
