using Mainstay.Core;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;

namespace Mainstay.Simulation.Nodes;

/// <summary>One redis-server process, from its start to its end: requests in its socket buffers, roles, links.</summary>
public sealed class ServerProcess
{
    private readonly EventQueue _events;
    private readonly SimulatedNetwork _network;
    private readonly RequestBuffer _requests;

    internal ServerProcess(SimulatedNode node, string runId, int processId, ReplicationState state, EventQueue events, SimulatedNetwork network, SeededRandom random)
    {
        (Node, RunId, ProcessId, State) = (node, runId, processId, state);
        (_events, _network) = (events, network);
        _requests = new RequestBuffer(this, events, network, random);
        Replication = new Replication(this, events, network);
        IsLoading = state.Data is not null;
        _events.After(IsLoading ? node.Settings.LoadingTime : TimeSpan.Zero, Loaded);
        _events.After(random.Milliseconds(1, 1000), Cron);
    }

    internal Replication Replication { get; }

    /// <summary>Where it runs.</summary>
    public SimulatedNode Node { get; }

    /// <summary>40 hex digits, new at every start.</summary>
    public string RunId { get; }

    /// <summary>Its number in its system.</summary>
    public int ProcessId { get; }

    /// <summary>Role, history, offset and data.</summary>
    public ReplicationState State { get; }

    /// <summary>Whether it exists.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Stopped by SIGSTOP.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Occupied by a long command: it answers <c>-BUSY</c> and does nothing else.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Reading its file.</summary>
    public bool IsLoading { get; private set; }

    /// <summary>Whether it executes commands.</summary>
    public bool IsResponsive => IsAlive && !IsFrozen && !IsBusy;

    /// <summary><c>min-replicas-to-write</c>.</summary>
    public int MinReplicas { get; set; }

    /// <summary>The replicas that follow it, as it lists them.</summary>
    public IReadOnlyList<ReplicationLink> Replicas => Replication.Downstream;

    /// <summary>The connection to its primary; null for none.</summary>
    public ReplicationLink? Upstream => Replication.Upstream;

    /// <summary>A request arrives by the network.</summary>
    public void Send(NodeRequest request) => _requests.Send(request);

    /// <summary>Sends an answer back to <paramref name="place"/>; it waits while the path is cut.</summary>
    public void Answer(string place, Action receive) => _requests.Answer(place, receive);

    /// <summary>CLIENT KILL USER, sparing the connection that asks.</summary>
    public void EndConnections(string user, NodeConnection? spare) => _requests.EndConnections(user, spare);

    /// <summary>REPLICAOF host port; port 0 seals.</summary>
    public void Follow(NodeAddress primary) => Replication.Follow(primary);

    /// <summary>REPLICAOF NO ONE.</summary>
    public void Promote()
    {
        if (Replication.Promote()) Node.Notes.Promoted(this);
    }

    /// <summary>A client's write; the offset after it where it was applied.</summary>
    public (WriteOutcome Outcome, long Offset) Write(long write)
    {
        if (IsLoading) return (WriteOutcome.Loading, 0);
        if (!State.IsPrimary) return (WriteOutcome.ReadOnly, 0);
        if (MinReplicas > 0 && Replication.GoodReplicas() < MinReplicas) return (WriteOutcome.NoReplicas, 0);
        Replication.Feed(State.Append(write, ReplicationState.WriteBytes));
        return (WriteOutcome.Ok, State.Offset);
    }

    /// <summary>A command that is replicated and keeps nothing.</summary>
    public void NoOp()
    {
        if (State.IsPrimary) Replication.Feed(State.Append(0, ReplicationState.WriteBytes));
    }

    /// <summary>Its data are replaced by a backup, which takes its time.</summary>
    public void Restore(string replicationId)
    {
        IsLoading = true;
        State.Empty();
        _events.After(Node.Settings.RestoreTime, () => Restored(replicationId));
    }

    /// <summary>Waits until <paramref name="confirmed"/> holds of the list of replicas; false when the process is demoted first.</summary>
    public void WaitFor(Func<IReadOnlyList<ReplicationLink>, bool> confirmed, Action<bool> done) => Replication.WaitFor(confirmed, done);

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => IsFrozen = true;

    /// <summary>SIGCONT: what lies in the socket buffers is executed now.</summary>
    public void Thaw()
    {
        IsFrozen = false;
        Resume();
    }

    /// <summary>A long command begins or ends.</summary>
    public void SetBusy(bool busy)
    {
        IsBusy = busy;
        if (!busy) Resume();
    }

    /// <summary>The process ends: connections are reset, what was not in its file is gone.</summary>
    public void Die()
    {
        IsAlive = false;
        _requests.BreakAll();
        Replication.CloseAll();
    }

    /// <summary>INFO server, replication, persistence and keyspace.</summary>
    public NodeReport Report()
    {
        var upstream = Upstream;
        var heard = upstream is { Up: true } ? (long)(_events.Now - upstream.HeardAt).TotalSeconds : (long?)null;
        return new NodeReport
        {
            RunId = RunId,
            ProcessId = ProcessId,
            Role = State.IsPrimary ? NodeRole.Primary : NodeRole.Replica,
            ReplicationId = State.Id,
            SecondReplicationId = State.SecondId,
            SecondOffset = State.SecondOffset,
            Offset = State.Offset,
            FollowsHost = State.Follows?.Host,
            FollowsPort = State.Follows?.Port,
            LinkUp = upstream is { Up: true },
            LastHeardSeconds = heard,
            Synchronising = upstream is { Transferring: true, Up: false },
            Loading = IsLoading,
            HasKeys = LogEntry.HasWrites(State.Data),
            MinReplicasToWrite = MinReplicas,
            Replicas = [.. Replicas.Select(link => Listed(link))],
        };
    }

    private ReplicaLink Listed(ReplicationLink link) =>
        new(link.Replica.Node.Address, link.Online, link.Acknowledged, (long)(_events.Now - link.AcknowledgedAt).TotalSeconds);

    private void Restored(string replicationId)
    {
        if (!IsAlive) return;
        if (!IsResponsive)
        {
            _events.After(TimeSpan.FromMilliseconds(10), () => Restored(replicationId));
            return;
        }

        Replication.ReplacedFromOutside(replicationId, new LogEntry(null, LogEntry.Backup, 1));
        IsLoading = false;
    }

    private void Loaded()
    {
        IsLoading = false;
        if (IsResponsive) Replication.TryConnect();
    }

    private void Resume()
    {
        if (!IsResponsive) return;
        _requests.Drain();
        Replication.Pump();
    }

    private void Cron()
    {
        if (!IsAlive) return;
        if (IsResponsive) Replication.Cron();
        _events.After(TimeSpan.FromSeconds(1), Cron);
    }

    /// <summary>A path became whole: what waited on it moves.</summary>
    internal void PathHealed()
    {
        _requests.PathHealed();
        if (IsResponsive) Replication.Pump();
    }

    internal bool IsPeerReachable(ServerProcess peer) => _network.IsWhole(Node.Name, peer.Node.Name);
}
