using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Processes;

/// <summary>The supervisor: starts nodes sealed, ends them, tells their exits at once. It outlives controllers.</summary>
public sealed class SimulatedProcesses(EventQueue events, SeededRandom random, Func<string, SimulatedNode> find)
{
    private static readonly NodeAddress _nowhere = new("127.0.0.1", 0);
    private readonly HashSet<string> _starting = [];

    /// <summary>Raised a moment after a process ended.</summary>
    public event Action<string>? Exited;

    /// <summary>Nodes whose starts fail (no memory, a broken binary).</summary>
    public HashSet<string> FailingStarts { get; } = [];

    /// <summary>A seeded bug: nodes start as they were configured, which is as primary.</summary>
    public bool StartsUnsealed { get; set; }

    /// <summary>Starts a node that does not run; what already runs is done.</summary>
    public void Start(string name, Action<ActionResult> answer)
    {
        var node = find(name);
        if (node.Process is { } running)
        {
            events.After(random.Milliseconds(1, 2), () => answer(new ActionResult.Done(running.IsResponsive ? running.Report() : null)));
        }
        else if (!_starting.Add(name))
        {
            events.After(random.Milliseconds(1, 2), () => answer(new ActionResult.Failed("a start is under way")));
        }
        else
        {
            events.After(random.Milliseconds(30, 80), () => Begin(node, answer));
        }
    }

    /// <summary>SIGKILL, if it is still the process asked for.</summary>
    public void Kill(string name, string? runId, Action<ActionResult> answer)
    {
        events.After(random.Milliseconds(0.5, 2), () =>
        {
            var node = find(name);
            if (node.Process is { } process && runId is not null && process.RunId != runId)
            {
                answer(new ActionResult.Failed("another process runs there"));
                return;
            }

            End(name);
            events.After(random.Milliseconds(1, 2), () => answer(new ActionResult.Done()));
        });
    }

    /// <summary>A fresh directory, and a start in it.</summary>
    public void Replace(string name, Action<ActionResult> answer)
    {
        var node = find(name);
        if (node.Process is not null)
        {
            events.After(random.Milliseconds(1, 2), () => answer(new ActionResult.Failed("it runs")));
            return;
        }

        node.MakeDirectory();
        Start(name, answer);
    }

    /// <summary>Moves the files of a node that does not run out of its way.</summary>
    public void SetAside(string name, Action<ActionResult> answer)
    {
        events.After(random.Milliseconds(1, 3), () =>
        {
            var node = find(name);
            if (node.Process is not null)
            {
                answer(new ActionResult.Failed("it runs"));
                return;
            }

            node.RemoveFile();
            answer(new ActionResult.Done());
        });
    }

    /// <summary>A process ends, by whatever cause; those who watch are told a moment later.</summary>
    public void End(string name)
    {
        var node = find(name);
        if (node.Process is null) return;
        node.Kill();
        events.After(random.Milliseconds(0.3, 1.5), () => Exited?.Invoke(name));
    }

    private void Begin(SimulatedNode node, Action<ActionResult> answer)
    {
        _starting.Remove(node.Name);
        if (node.Process is { } running)
        {
            answer(new ActionResult.Done(running.IsResponsive ? running.Report() : null));
        }
        else if (!node.HasDirectory)
        {
            answer(new ActionResult.DataMissing("the data directory is gone"));
        }
        else if (FailingStarts.Contains(node.Name))
        {
            answer(new ActionResult.Failed("exit status 1"));
        }
        else
        {
            var process = node.Start(StartsUnsealed ? null : _nowhere, byHand: false);
            events.After(node.Settings.LoadingTime + random.Milliseconds(1, 5), () =>
                answer(process.IsAlive ? new ActionResult.Done(process.IsResponsive ? process.Report() : null) : new ActionResult.Failed("it ended while starting")));
        }
    }
}
