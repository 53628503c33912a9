using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;

namespace Mainstay.Simulation.Nodes;

/// <summary>A place where one data server runs at a time: its address, its files, its process.</summary>
public sealed class SimulatedNode(
    NodeSpec spec,
    NodeSettings settings,
    EventQueue events,
    SimulatedNetwork network,
    SeededRandom random,
    INodeNotes notes,
    Func<NodeAddress, SimulatedNode?> find)
{
    private readonly Dictionary<string, int> _starts = [];

    /// <summary>As configured.</summary>
    public NodeSpec Spec { get; } = spec;

    /// <summary>Its name in the group.</summary>
    public string Name => Spec.Name;

    /// <summary>Where it listens.</summary>
    public NodeAddress Address => Spec.Address;

    /// <summary>Whether it may become primary.</summary>
    public bool MayLead => Spec.Priority > 0;

    /// <summary>What its directory holds; null when there is no file.</summary>
    public DataFile? File { get; private set; }

    /// <summary>Whether its data directory exists.</summary>
    public bool HasDirectory { get; private set; } = true;

    /// <summary>The process that runs there; null for none.</summary>
    public ServerProcess? Process { get; private set; }

    internal NodeSettings Settings => settings;

    internal INodeNotes Notes => notes;

    /// <summary>Starts a process that follows <paramref name="follows"/>; null, by hand only, starts a primary.</summary>
    public ServerProcess Start(NodeAddress? follows, bool byHand)
    {
        if (Process is not null) throw new InvalidOperationException($"{Name} runs already");
        var runId = random.Hex40();
        _starts[runId] = _starts.Count + 1;
        var state = ReplicationState.Start(File, follows, settings.BacklogSize, random);
        Process = new ServerProcess(this, runId, 1000 + _starts.Count, state, events, network, random);
        notes.Started(Process, byHand);
        return Process;
    }

    /// <summary>The process ends without a word (SIGKILL).</summary>
    public void Kill()
    {
        Process?.Die();
        Process = null;
    }

    /// <summary>The process writes its file.</summary>
    public void Save(ServerProcess process) => File = process.State.Snapshot();

    /// <summary>The file is gone, the directory stays.</summary>
    public void RemoveFile() => File = null;

    /// <summary>The directory is gone with all in it.</summary>
    public void RemoveDirectory()
    {
        File = null;
        HasDirectory = false;
    }

    /// <summary>An empty directory.</summary>
    public void MakeDirectory()
    {
        File = null;
        HasDirectory = true;
    }

    /// <summary>Connects to the process there; null when nothing listens.</summary>
    public NodeConnection? Connect(string from, string user) => Process is null ? null : new NodeConnection(from, user, Process);

    /// <summary>The node at an address; null where there is none (port 0).</summary>
    public SimulatedNode? Find(NodeAddress address) => find(address);

    /// <summary>Which of its processes has this run id, counted from 1; 0 when none had.</summary>
    public int StartNumber(string runId) => _starts.GetValueOrDefault(runId);
}
