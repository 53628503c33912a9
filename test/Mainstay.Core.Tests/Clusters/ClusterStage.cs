using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Clusters;

/// <summary>A machine, its clock, and what it wanted done.</summary>
internal sealed class ClusterStage
{
    private readonly List<ClusterAction> _output = [];

    /// <summary>A moment of 2025, in milliseconds.</summary>
    public const long Wall = 1_750_000_000_000;

    public ClusterStage(ClusterSpec spec, ClusterState? restored = null)
    {
        Machine = new(spec, restored);
        Tell(new ClusterInput.Tick());
    }

    public ClusterMachine Machine { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>What the last input led to.</summary>
    public IReadOnlyList<ClusterAction> Last => _output;

    public List<ClusterAction> All { get; } = [];

    public ClusterTopology? Topology => All.OfType<ClusterAction.Publish>().LastOrDefault()?.Topology;

    public ClusterState? State => All.OfType<ClusterAction.Persist>().LastOrDefault()?.State;

    public static ClusterSpec Spec(bool managed = true) => new() { Name = "pages", Nodes = [Node("a", managed), Node("b", managed), Node("c", managed)] };

    public static NodeSpec Node(string name, bool managed = true) => new() { Name = name, Address = new NodeAddress("10.0.0." + (name[0] - 'a' + 1), 11211), Managed = managed };

    public static ServerIdentity Process(int id) => new(id, 1_700_000_000 + (id * 100));

    /// <summary>A cluster whose nodes all serve, as processes 1, 2, 3.</summary>
    public static ClusterStage Serving(ClusterSpec? spec = null, ClusterState? restored = null)
    {
        var stage = new ClusterStage(spec ?? Spec(), restored);
        stage.Answer("a", 1).Answer("b", 2).Answer("c", 3);
        return stage;
    }

    public ClusterNode Node(string name) => Topology!.Node(name)!;

    public ClusterStage Tell(ClusterInput input)
    {
        _output.Clear();
        Machine.Step(input, Instant.Zero + Now, Wall + (long)Now.TotalMilliseconds, _output);
        All.AddRange(_output);
        return this;
    }

    public ClusterStage Answer(string node, int process) => Tell(new ClusterInput.NodeAnswered(node, Process(process), "1.6.18"));

    public ClusterStage Refuse(string node) => Tell(new ClusterInput.NodeRefused(node, false));

    public ClusterStage Exit(string node) => Tell(new ClusterInput.NodeExited(node));

    public ClusterStage Started(string node, int process) => Tell(new ClusterInput.StartCompleted(node, true, null, process));

    public ClusterStage Flushed(string node, bool ok = true) => Tell(new ClusterInput.FlushCompleted(node, ok, ok ? null : "it did not answer"));

    public ClusterStage Killed(string node, bool ok = true) => Tell(new ClusterInput.KillCompleted(node, ok, ok ? null : "it waits for a disk"));

    /// <summary>Lets time pass in ticks; <paramref name="silent"/> does not answer meanwhile. What was wanted in all of it is in <see cref="Last"/>.</summary>
    public ClusterStage Pass(double milliseconds, string? silent = null)
    {
        var from = All.Count;
        var since = Instant.Zero + Now;
        for (var end = Now + TimeSpan.FromMilliseconds(milliseconds); Now < end;)
        {
            Now += TimeSpan.FromMilliseconds(Math.Min(50, (end - Now).TotalMilliseconds));
            Tell(new ClusterInput.Tick());
            if (silent is not null) Tell(new ClusterInput.NodeSilent(silent, since));
        }

        var wanted = All.Skip(from).ToList();
        _output.Clear();
        _output.AddRange(wanted);
        return this;
    }

    /// <summary>Time passes, and nobody tells the machine.</summary>
    public ClusterStage Stall(double milliseconds)
    {
        Now += TimeSpan.FromMilliseconds(milliseconds);
        return this;
    }

    /// <summary>How often something was wanted of a node since the beginning.</summary>
    public int Count<T>(string node)
        where T : ClusterAction => All.OfType<T>().Count(action => Of(action) == node);

    public bool Wants<T>(string node)
        where T : ClusterAction => _output.OfType<T>().Any(action => Of(action) == node);

    private static string? Of(ClusterAction action) => action switch
    {
        ClusterAction.StartNode start => start.Node,
        ClusterAction.KillNode kill => kill.Node,
        ClusterAction.FlushNode flush => flush.Node,
        _ => null,
    };
}
