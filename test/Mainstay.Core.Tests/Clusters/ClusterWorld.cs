using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;

namespace Mainstay.Core.Tests.Clusters;

/// <summary>
/// A cluster from a seed: nodes that end, hang, resume and are restarted by others, a daemon that ends and begins anew, a clock that steps. It checks what
/// holds at every snapshot.
/// </summary>
internal sealed class ClusterWorld
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    private readonly SeededRandom _random;
    private readonly List<WorldNode> _nodes;
    private readonly List<(TimeSpan At, int Daemon, Action What)> _plans = [];
    private readonly List<ClusterAction> _output = [];
    private readonly HashSet<long> _outages = [];
    private readonly ClusterSpec _spec;
    private readonly List<string> _story = [];
    private ClusterMachine _machine;
    private ClusterState? _state;
    private ClusterTopology? _last;
    private TimeSpan _now;
    private long _wall = ClusterStage.Wall;
    private int _daemon;
    private int _processes = 100;

    public ClusterWorld(ulong seed)
    {
        _random = new SeededRandom(seed);
        var count = 1 + _random.Below(5);
        _spec = new ClusterSpec
        {
            Name = "pages",
            Nodes = [.. Enumerable.Range(0, count).Select(number => ClusterStage.Node(((char)('a' + number)).ToString(), _random.Chance(0.7)))],
            Detect = _random.Milliseconds(500, 2000),
            ReplaceAfter = _random.Milliseconds(500, 4000),
            WarmTime = _random.Chance(0.5) ? _random.Milliseconds(100, 20_000) : TimeSpan.Zero,
            Discovery = _random.Chance(0.5) ? DiscoveryRule.All : DiscoveryRule.HealthyOnly,
        };
        _nodes = [.. _spec.Nodes.Select(node => new WorldNode(node) { Process = node.Managed ? null : ++_processes })];
        _machine = Begin();
    }

    public string Story => string.Join('\n', _story.TakeLast(120));

    public bool AllServe => _last is not null && _last.Nodes.Length == _nodes.Count && _last.Nodes.All(node => node.Serves);

    public int Outages => _outages.Count;

    public void Run(TimeSpan time, double faults)
    {
        for (var end = _now + time; _now < end;)
        {
            _now += Turn;
            _wall += Turn.Milliseconds;
            if (_random.Chance(faults)) Fault();
            foreach (var plan in _plans.Where(plan => plan.At <= _now).ToList())
            {
                _plans.Remove(plan);
                if (plan.Daemon < 0 || plan.Daemon == _daemon) plan.What();
            }
        }
    }

    /// <summary>Ends all trouble: hung processes resume, and somebody starts what we don't.</summary>
    public void MakePeace()
    {
        foreach (var node in _nodes)
        {
            Resume(node);
            if (!node.Spec.Managed && node.Process is null) StartProcess(node);
        }
    }

    private ClusterMachine Begin()
    {
        _daemon++;
        _machine = new ClusterMachine(_spec, _state);
        Every(50, () => Tell(new ClusterInput.Tick()));
        foreach (var node in _nodes)
        {
            node.SilentSince = null;
            if (node is { Spec.Managed: true, Process: null }) In(1, 20, () => Tell(new ClusterInput.NodeExited(node.Name)));
            Every(200, () => Probe(node));
        }

        return _machine;
    }

    private void Every(double milliseconds, Action what) =>
        In(milliseconds, milliseconds + 10, () =>
        {
            what();
            Every(milliseconds, what);
        });

    // What a daemon does ends with it; what a process does, does not.
    private void In(double least, double most, Action what, bool outlivesDaemon = false) => _plans.Add((_now + _random.Milliseconds(least, most), outlivesDaemon ? -1 : _daemon, what));

    private void Probe(WorldNode node)
    {
        if (node.Process is null) Tell(new ClusterInput.NodeRefused(node.Name, false));
        else if (node.Stopped)
        {
            node.SilentSince ??= _now;
            var since = node.SilentSince.Value;
            In(250, 300, () => Tell(new ClusterInput.NodeSilent(node.Name, Instant.Zero + since)));
        }
        else
        {
            node.SilentSince = null;
            var identity = ClusterStage.Process(node.Process.Value);
            In(0, 40, () => Tell(new ClusterInput.NodeAnswered(node.Name, identity, "1.6.18")));
        }
    }

    private void Fault()
    {
        var node = _random.Pick(_nodes);
        switch (_random.Below(8))
        {
            case 0 or 1 when node.Process is not null:
                EndProcess(node);
                break;
            case 2 or 3 when node.Process is not null && !node.Stopped:
                _story.Add($"{_now} {node.Name} hangs");
                node.Stopped = true;
                node.HasLateRequests = node.Serves;
                break;
            case 4 or 5:
                Resume(node);
                break;
            case 6 when node is { Spec.Managed: false, Process: null }:
                StartProcess(node);
                break;
            case 7 when _random.Chance(0.3):
                _story.Add($"{_now} another daemon");
                _wall -= _random.Below(100_000);
                Begin();
                break;
        }
    }

    private void Resume(WorldNode node)
    {
        if (!node.Stopped) return;
        _story.Add($"{_now} {node.Name} resumes");
        node.Stopped = false;
        var process = node.Process;
        var late = node.HasLateRequests;
        node.HasLateRequests = false;
        if (late) In(0, 60, () => node.IsStale |= !node.Serves && node.Process == process, outlivesDaemon: true);
    }

    private void StartProcess(WorldNode node)
    {
        node.Process = ++_processes;
        node.Stopped = false;
        node.HasLateRequests = false;
        node.IsStale = false;
        _story.Add($"{_now} {node.Name} starts as {node.Process}");
    }

    private void EndProcess(WorldNode node)
    {
        _story.Add($"{_now} {node.Name} ends, {node.Process}");
        node.Process = null;
        node.Stopped = false;
        if (node.Spec.Managed) In(0, 5, () => Tell(new ClusterInput.NodeExited(node.Name)));
    }

    private void Tell(ClusterInput input)
    {
        _output.Clear();
        _machine.Step(input, Instant.Zero + _now, _wall, _output);
        foreach (var action in _output.ToList()) CarryOut(action);
    }

    private void CarryOut(ClusterAction action)
    {
        switch (action)
        {
            case ClusterAction.Explain explain:
                _story.Add($"{_now} {explain.Text}");
                break;
            case ClusterAction.Persist persist:
                _state = persist.State;
                break;
            case ClusterAction.Publish publish:
                Check(publish.Topology);
                break;
            case ClusterAction.StartNode start:
                In(20, 300, () => Start(Find(start.Node)));
                break;
            case ClusterAction.KillNode kill:
                In(1, 50, () =>
                {
                    if (Find(kill.Node).Process is not null) EndProcess(Find(kill.Node));
                    Tell(new ClusterInput.KillCompleted(kill.Node, true, null));
                });
                break;
            case ClusterAction.FlushNode flush:
                In(1, 50, () => Flush(Find(flush.Node)));
                break;
        }
    }

    private void Start(WorldNode node)
    {
        if (node.Process is not null)
        {
            Tell(new ClusterInput.StartCompleted(node.Name, true, null, null));
            return;
        }

        if (_random.Chance(0.2))
        {
            Tell(new ClusterInput.StartCompleted(node.Name, false, "its port is taken", null));
            return;
        }

        StartProcess(node);
        Tell(new ClusterInput.StartCompleted(node.Name, true, null, node.Process));
    }

    private void Flush(WorldNode node)
    {
        var ok = node is { Process: not null, Stopped: false } && !_random.Chance(0.1);
        if (ok) node.IsStale = false;
        In(0, ok ? 20 : 2000, () => Tell(new ClusterInput.FlushCompleted(node.Name, ok, ok ? null : "it did not answer")));
    }

    private void Check(ClusterTopology topology)
    {
        if (_last is { } last)
        {
            Assert.True(topology.Version >= last.Version, "the version went back");
            Assert.True(topology.Revision > last.Revision || _daemon > 1, "the revision did not grow");
        }

        foreach (var node in _nodes)
        {
            var (now, before) = (topology.Node(node.Name)!, _last?.Node(node.Name));
            Assert.Equal(now.Serves, now.Outage == 0);
            if (now.Outage != 0 && now.Outage != before?.Outage) Assert.True(_outages.Add(now.Outage), $"outage {now.Outage} is an earlier one's, too");
            if (before is not null && !before.Serves && now.Serves)
            {
                Assert.True(now.Life > before.Life, $"{node.Name} serves again in the same life");
                Assert.True(topology.Version > _last!.Version, $"{node.Name} serves again under the same version");
            }

            if (now.Serves && !node.Serves) Assert.False(node.IsStale, $"{node.Name} serves what others changed meanwhile");
            if (!now.Serves) node.IsStale |= node.Process is not null && node.Serves;
            if (!now.Serves && node.Stopped) node.HasLateRequests |= node.Serves;
            node.Serves = now.Serves;
        }

        _last = topology;
    }

    private WorldNode Find(string name) => _nodes.First(node => node.Name == name);
}
