using System.Collections.Immutable;
using Mainstay.Core;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Checking;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Control;
using Mainstay.Simulation.Endpoints;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Nodes;
using Mainstay.Simulation.Processes;
using Mainstay.Simulation.Store;

namespace Mainstay.Simulation;

/// <summary>One group with everything round it, in one thread, from one seed.</summary>
public sealed class SimulatedWorld
{
    /// <summary>How long a controller may go on that does not know of its successor.</summary>
    private static readonly TimeSpan _longestOverlap = TimeSpan.FromSeconds(3);
    private static readonly NodeAddress _nowhere = new("127.0.0.1", 0);
    private readonly SeededRandom _ids;
    private readonly ImmutableArray<SimulatedNode> _nodes;
    private readonly List<SimulatedController> _controllers = [];
    private long _bypassing;
    private readonly List<(int Controller, long Id, OperatorRequest Request)> _requests = [];

    /// <summary>Builds it; nothing runs yet.</summary>
    public SimulatedWorld(WorldSettings settings, IWorldNotes notes)
    {
        (Settings, Notes) = (settings, notes);
        _ids = SeededRandom.For(settings.Seed, "ids");
        Network = new SimulatedNetwork(SeededRandom.For(settings.Seed, "network"));
        Store = new SimulatedStore(Events, SeededRandom.For(settings.Seed, "store"));
        Processes = new SimulatedProcesses(Events, SeededRandom.For(settings.Seed, "processes"), Node) { StartsUnsealed = settings.Mutation.StartsUnsealed };
        var nodes = new List<SimulatedNode>();
        Losses = new LossLedger(settings.Group.Durability.IsSync, Network, nodes);
        Checker = new InvariantChecker(Events, Losses);
        foreach (var spec in settings.Group.Nodes.Concat(settings.Spares))
            nodes.Add(new SimulatedNode(spec, settings.Nodes, Events, Network, SeededRandom.For(settings.Seed, spec.Name), Checker, address => nodes.Find(node => node.Address == address)));
        _nodes = [.. nodes];
        var endpoints = Enumerable.Range(1, settings.Endpoints)
            .Select(number => new SimulatedEndpoint($"endpoint-{number}", settings.Group, Events, SeededRandom.For(settings.Seed, $"endpoint-{number}"), Node, Checker))
            .ToList();
        Endpoints = new SimulatedEndpoints(Events, SeededRandom.For(settings.Seed, "endpoints"), endpoints) { IgnoresFences = settings.Mutation.SkipsFence, PublishDelay = settings.PublishDelay };
        Checker.Endpoints = endpoints;
        Checker.RunsAt = address => _nodes.Any(node => node.Address == address && node.Process is not null);
        Store.Written += Checker.Written;
        Processes.Exited += Exited;
        Network.Healed += () =>
        {
            foreach (var node in _nodes) node.Process?.PathHealed();
        };
    }

    /// <summary>What it is made of.</summary>
    public WorldSettings Settings { get; }

    /// <summary>Who watches.</summary>
    public IWorldNotes Notes { get; }

    /// <summary>The clock and the agenda.</summary>
    public EventQueue Events { get; } = new();

    /// <summary>The paths.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>Where terms are committed.</summary>
    public SimulatedStore Store { get; }

    /// <summary>The supervisor.</summary>
    public SimulatedProcesses Processes { get; }

    /// <summary>The endpoints and their writer.</summary>
    public SimulatedEndpoints Endpoints { get; }

    /// <summary>The rules.</summary>
    public InvariantChecker Checker { get; }

    /// <summary>The acknowledged writes.</summary>
    public LossLedger Losses { get; }

    /// <summary>The servers, in the order of the configuration.</summary>
    public ImmutableArray<SimulatedNode> Nodes => _nodes;

    /// <summary>Names of the present members, as the store has them.</summary>
    public ImmutableArray<string> Members => Store.State.Nodes.IsEmpty ? [.. Settings.Group.Nodes.Select(node => node.Name)] : [.. Store.State.Nodes.Select(node => node.Name)];

    /// <summary>Every controller there ever was.</summary>
    public IReadOnlyList<SimulatedController> Controllers => _controllers;

    /// <summary>When the story begins; what was before only made the world.</summary>
    public Instant Origin { get; private set; }

    /// <summary>Called with every new controller before it starts.</summary>
    public Action<SimulatedController> Prepare { get; set; } = _ => { };

    /// <summary>The snapshot last given to endpoints; null before the first.</summary>
    public GroupTopology? Topology { get; private set; }

    /// <summary>The node called <paramref name="name"/>.</summary>
    public SimulatedNode Node(string name)
    {
        foreach (var node in _nodes)
            if (node.Name == name) return node;
        throw new ArgumentException($"no node is called {name}");
    }

    /// <summary>The process that endpoints write to, as the truth is; null when there is none or it is not the published one.</summary>
    public ServerProcess? Primary
    {
        get
        {
            if (Topology?.Primary is not { } primary) return null;
            var process = Node(primary.Node).Process;
            return process is { IsResponsive: true, State.IsPrimary: true } && process.RunId == primary.RunId ? process : null;
        }
    }

    /// <summary>Whether every endpoint sends to the primary.</summary>
    public bool IsWritable => Primary is not null && Endpoints.All.All(endpoint => endpoint.IsServing);

    /// <summary>Whether all others follow the primary and it lists them online.</summary>
    public bool IsWhole => Primary is { } primary && primary.Replicas.Where(link => link is { Online: true, IsOpen: true, Replica.IsResponsive: true }).Select(link => link.Replica.Node.Name).Distinct().Count(IsMember) == Members.Length - 1;

    /// <summary>A group that has been serving in term 1, its first node leading.</summary>
    public void EstablishServing()
    {
        EstablishFound();
        Load(_nodes[0].Process!);
    }

    /// <summary>Servers that replicate, set up by somebody else: nothing is committed of them.</summary>
    public void EstablishFound()
    {
        var members = _nodes[..Settings.Group.Nodes.Length];
        foreach (var node in members) node.Start(_nowhere, byHand: false);
        Events.RunUntil(Events.Now + TimeSpan.FromMilliseconds(100));
        var primary = members[0].Process!;
        primary.Promote();
        foreach (var node in members[1..]) node.Process!.Follow(members[0].Address);
        if (!Settings.Group.Durability.IsSync && members.Length > 1) primary.MinReplicas = 1;
        Events.RunUntil(Events.Now + TimeSpan.FromSeconds(2));
    }

    /// <summary>The same group, found with no process running: each has the file it wrote in the end.</summary>
    public void EstablishStopped()
    {
        EstablishServing();
        foreach (var node in _nodes[..Settings.Group.Nodes.Length])
        {
            node.Save(node.Process!);
            node.Kill();
        }
    }

    /// <summary>The story begins.</summary>
    public void Begin() => Origin = Events.Now;

    /// <summary>A controller is elected, with what the store holds; it waits while the store cannot be read.</summary>
    public void StartController(double unkindness = 0)
    {
        if (Store.IsDown)
        {
            Events.After(TimeSpan.FromMilliseconds(200), () => StartController(unkindness));
            return;
        }

        foreach (var former in _controllers.Where(former => former.IsAlive)) Events.After(_longestOverlap, () => former.Post(new FailoverInput.LeadershipChanged(false, Store.State)));
        var controller = new SimulatedController(this, _controllers.Count + 1, Store.State, Settings.Mutation) { Unkindness = unkindness };
        _controllers.Add(controller);
        Prepare(controller);
        controller.Start(Store.State);
    }

    /// <summary>
    /// A controller's process ends; a new one is elected after <paramref name="pause"/> and gets the old one's late results too. A person who
    /// was not answered asks again.
    /// </summary>
    public void ReplaceController(SimulatedController old, TimeSpan? pause = null)
    {
        if (!old.IsAlive) return;
        old.Die();
        Notes.Happened("the controller is replaced");
        Events.After(pause ?? TimeSpan.FromMilliseconds(300), () =>
        {
            StartController(old.Unkindness);
            old.Successor = _controllers[^1].IsAlive ? _controllers[^1] : null;
            foreach (var (_, id, request) in _requests.Where(request => request.Controller == old.Number).ToList())
                if (!Checker.IsAnswered(old.Number, id)) Events.After(TimeSpan.FromSeconds(1), () => Ask(request));
        });
    }

    /// <summary>Another controller is elected while the present one goes on for a while, not knowing.</summary>
    public void UsurpController(TimeSpan overlap)
    {
        var old = _controllers[^1];
        StartController(old.Unkindness);
        Events.After(overlap, () => old.Post(new FailoverInput.LeadershipChanged(false, Store.State)));
    }

    /// <summary>The daemon ends and begins again: controller and endpoints forget everything, nodes go on.</summary>
    public void RestartDaemon()
    {
        ReplaceController(_controllers[^1], TimeSpan.FromSeconds(1));
        foreach (var endpoint in Endpoints.All) endpoint.Restart();
        Topology = null;
    }

    /// <summary>A history that nobody has.</summary>
    public string NewReplicationId() => _ids.Hex40();

    /// <summary>A person asks the present controller.</summary>
    public void Ask(OperatorRequest request)
    {
        if (request is OperatorRequest.Failover { AcceptDataLoss: true }) Losses.ExcuseAll();
        var id = _requests.Count + 1;
        _requests.Add((_controllers[^1].Number, id, request));
        _controllers[^1].Post(new FailoverInput.OperatorRequested(id, request));
    }

    /// <summary>SIGKILL by an unknown hand.</summary>
    public void Kill(string node)
    {
        Processes.End(node);
        Losses.FaultHappened();
    }

    /// <summary>SIGSTOP.</summary>
    public void Freeze(string node)
    {
        Node(node).Process?.Freeze();
        Losses.FaultHappened();
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw(string node) => Node(node).Process?.Thaw();

    /// <summary>Both ways between two places are cut.</summary>
    public void Cut(string a, string b)
    {
        Network.Cut(a, b);
        if ((a, b) is (SimulatedNetwork.Control, SimulatedNetwork.Endpoints) or (SimulatedNetwork.Endpoints, SimulatedNetwork.Control)) Checker.EndpointsReachable = false;
        Losses.FaultHappened();
    }

    /// <summary>What goes from one place to another is cut; the other way stays open.</summary>
    public void CutOneWay(string from, string to)
    {
        Network.CutOneWay(from, to);
        Losses.FaultHappened();
    }

    /// <summary>A server writes its file, if it runs.</summary>
    public void Save(string node)
    {
        if (Node(node).Process is { IsResponsive: true } process) Node(node).Save(process);
    }

    /// <summary>The data directory is gone; the process that used it dies of it.</summary>
    public void RemoveData(string node)
    {
        Processes.End(node);
        Node(node).RemoveDirectory();
        Losses.FaultHappened();
    }

    /// <summary>Somebody starts a server by hand, as a primary, as its distribution would.</summary>
    public void StartByHand(string node, bool empty)
    {
        Node(node).Kill();
        if (empty) Node(node).MakeDirectory();
        Node(node).Start(null, byHand: true);
        Losses.FaultHappened();
    }

    /// <summary>A client that knows a node's own address writes there, past the endpoints; nobody promised it anything.</summary>
    public void Bypass(string node, int writes)
    {
        for (var i = 0; i < writes; i++) Node(node).Process?.Write(--_bypassing);
    }

    internal void EndProcess(string node, string? runId, Action<ActionResult> answer) => Processes.Kill(node, runId, answer);

    internal void Publish(GroupTopology topology)
    {
        if (Topology is null || (topology.Term, topology.Revision).CompareTo((Topology.Term, Topology.Revision)) >= 0) Topology = topology;
        Notes.Published(topology);
        Endpoints.Publish(topology);
    }

    private bool IsMember(string node) => Members.Contains(node);

    private void Exited(string node)
    {
        foreach (var controller in _controllers)
            controller.Post(new FailoverInput.NodeUnreachable(node, UnreachableEvidence.ProcessGone, Events.Now));
    }

    private void Load(ServerProcess primary)
    {
        var position = new ReplicationPosition(primary.State.Id, primary.State.Offset);
        var state = new DurableState
        {
            Version = 3,
            Term = 1,
            Phase = TermPhase.Published,
            Nonce = "established",
            Choice = new Choice(primary.Node.Name, primary.RunId, position),
            Primary = new PrimaryIdentity(primary.Node.Name, primary.RunId, primary.State.Id, primary.State.SecondOffset),
            Nodes = Settings.Group.Nodes,
            Members = [.. _nodes[..Settings.Group.Nodes.Length].Select(node => new MemberState(node.Name, node.Process!.RunId, position))],
            Histories = [new HistoryEntry(primary.State.Id, 1)],
        };
        Store.Load(state);
        Checker.Load(state);
    }
}
