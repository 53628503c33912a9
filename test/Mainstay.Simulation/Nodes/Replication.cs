using Mainstay.Core;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;

namespace Mainstay.Simulation.Nodes;

/// <summary>Both ends of replication in one process: following a primary, and feeding replicas.</summary>
internal sealed class Replication(ServerProcess process, EventQueue events, SimulatedNetwork network)
{
    private readonly List<ReplicationLink> _downstream = [];
    private readonly List<ReplicationLink> _knocking = [];
    private readonly List<(Func<IReadOnlyList<ReplicationLink>, bool> Confirmed, Action<bool> Done)> _waiting = [];
    private bool _everSynchronised;
    private bool _claimed;

    public ReplicationLink? Upstream { get; private set; }

    public IReadOnlyList<ReplicationLink> Downstream => _downstream;

    private ReplicationState State => process.State;

    /// <summary>REPLICAOF host port. It knows no term: whoever asks is obeyed. A primary keeps feeding those who follow it.</summary>
    public void Follow(NodeAddress primary)
    {
        if (State.Follows == primary && Upstream is { IsOpen: true }) return;
        Unblock();
        DropUpstream();
        State.Follow(primary);
        TryConnect();
    }

    /// <summary>REPLICAOF NO ONE. Its replicas are disconnected so that they learn the new history.</summary>
    public bool Promote()
    {
        if (!State.Promote()) return false;
        DropUpstream();
        DropDownstream();
        return true;
    }

    /// <summary>Once a second.</summary>
    public void Cron()
    {
        Reap();
        if (Upstream is { } up)
        {
            if (events.Now - up.HeardAt > process.Node.Settings.ReplicationTimeout) LoseUpstream();
            else if (up is { Up: true, Transferring: false }) Acknowledge(up);
        }
        else
        {
            TryConnect();
        }

        foreach (var link in _downstream.Where(link => link.Feeding && events.Now - link.AcknowledgedAt > process.Node.Settings.ReplicationTimeout).ToList()) Drop(link);
        if (State.IsPrimary && _downstream.Exists(link => link.Feeding)) Feed(State.Append(0, ReplicationState.PingBytes));
    }

    /// <summary>Connects to the primary where there is one to connect to; else the next cron tries again.</summary>
    public void TryConnect()
    {
        if (Upstream is not null || State.IsPrimary || State.IsSealed || !process.IsResponsive || process.IsLoading) return;
        if (process.Node.Find(State.Follows!)?.Process is not { IsAlive: true } primary || primary == process) return;
        var link = new ReplicationLink(process, primary, events, network);
        Upstream = link;
        primary.Replication._knocking.Add(link);
        link.ToPrimary.Send(() => primary.Replication.Accept(link, _claimed ? "?" : State.Id, State.Offset));
    }

    /// <summary>PSYNC, on the side that is followed.</summary>
    public void Accept(ReplicationLink link, string id, long offset)
    {
        _knocking.Remove(link);
        if (process.IsLoading || (!State.IsPrimary && Upstream is not { Up: true }))
        {
            // -NOMASTERLINK: a replica without a link to its own primary, a sealed one above all, takes no new replicas.
            link.ToReplica.Send(() => link.Replica.Replication.Lost(link, retryAtOnce: false));
            return;
        }

        _downstream.Add(link);
        link.AcknowledgedAt = events.Now;
        if (State.CanContinue(id, offset)) Continue(link, offset);
        else FullResync(link);
    }

    /// <summary>Streams a command to all that are fed.</summary>
    public void Feed(LogEntry entry)
    {
        foreach (var link in _downstream)
            if (link.Feeding) link.ToReplica.Send(() => link.Replica.Replication.Receive(link, entry));
    }

    /// <summary>How many replicas the guard of writes counts; whole seconds, as the server counts them.</summary>
    public int GoodReplicas() =>
        _downstream.Count(link => link.Online && (long)(events.Now - link.AcknowledgedAt).TotalSeconds <= process.Node.Settings.MaxLagSeconds);

    /// <summary>WAIT: asks all for an acknowledgement and watches them come.</summary>
    public void WaitFor(Func<IReadOnlyList<ReplicationLink>, bool> confirmed, Action<bool> done)
    {
        if (confirmed(_downstream))
        {
            done(true);
            return;
        }

        _waiting.Add((confirmed, done));
        Feed(State.Append(0, ReplicationState.PingBytes));
        foreach (var link in _downstream)
            if (link.Feeding) link.ToReplica.Send(() => link.Replica.Replication.Acknowledge(link));
    }

    /// <summary>The replica was told that it may go on from where it is.</summary>
    public void Continued(ReplicationLink link, string id)
    {
        if (link != Upstream) return;
        _everSynchronised = true;
        link.Up = true;
        link.HeardAt = events.Now;
        if (State.Continue(id)) DropDownstream();
    }

    /// <summary>The replica was told that a snapshot comes. Its link says "up" from now on, though it has nothing of it yet.</summary>
    public void Announced(ReplicationLink link, string id, long offset)
    {
        if (link != Upstream) return;
        link.Up = true;
        link.Transferring = true;
        link.HeardAt = events.Now;
        if (process.Node.Settings.ClaimsEarly && !_everSynchronised)
        {
            _claimed = true;
            State.ClaimEarly(id, offset);
        }
    }

    /// <summary>The snapshot is complete: the former data set is gone.</summary>
    public void Replaced(ReplicationLink link, string id, long offset, LogEntry? data)
    {
        if (link != Upstream) return;
        _everSynchronised = true;
        _claimed = false;
        link.Transferring = false;
        link.HeardAt = events.Now;
        process.Node.Notes.Replacing(process);
        State.Replace(id, offset, data);
        process.Node.Save(process);
        DropDownstream();
        process.Node.Notes.Replaced(process);
        Acknowledge(link);
    }

    /// <summary>The same from outside the group: a backup, under an id that nobody has.</summary>
    public void ReplacedFromOutside(string id, LogEntry data)
    {
        _everSynchronised = true;
        process.Node.Notes.Replacing(process);
        State.Replace(id, data.Offset, data);
        process.Node.Save(process);
        DropDownstream();
        process.Node.Notes.Replaced(process);
    }

    /// <summary>A command of the stream.</summary>
    public void Receive(ReplicationLink link, LogEntry entry)
    {
        if (link != Upstream) return;
        if (entry.Previous != State.Data) process.Node.Notes.Diverged(process);
        link.HeardAt = events.Now;
        State.Apply(entry);
        Feed(entry);
    }

    /// <summary>REPLCONF ACK.</summary>
    public void Acknowledge(ReplicationLink link)
    {
        if (link != Upstream || link.Transferring) return;
        var offset = State.Offset;
        link.ToPrimary.Send(() => link.Primary.Replication.Acknowledged(link, offset));
    }

    /// <summary>An acknowledgement arrived.</summary>
    public void Acknowledged(ReplicationLink link, long offset)
    {
        link.Online = true;
        link.Acknowledged = offset;
        link.AcknowledgedAt = events.Now;
        foreach (var waiting in _waiting.Where(waiting => waiting.Confirmed(_downstream)).ToList())
        {
            _waiting.Remove(waiting);
            waiting.Done(true);
        }
    }

    /// <summary>The other side ended the link, or would not have it.</summary>
    public void Lost(ReplicationLink link, bool retryAtOnce)
    {
        _downstream.Remove(link);
        if (link != Upstream) return;
        Upstream = null;
        if (retryAtOnce) TryConnect();
    }

    /// <summary>What arrived while it did not run, or while the path was cut.</summary>
    public void Pump()
    {
        _knocking.RemoveAll(link => !link.IsOpen);
        foreach (var link in _knocking.Concat(_downstream).ToList()) link.ToPrimary.Pump();
        Upstream?.ToReplica.Pump();
        Reap();
        if (Upstream is null) TryConnect();
    }

    /// <summary>The process ends; its peers learn it when they can.</summary>
    public void CloseAll()
    {
        DropUpstream();
        DropDownstream();
        Unblock();
    }

    private void Continue(ReplicationLink link, long offset)
    {
        link.Feeding = true;
        link.Online = true;
        link.Acknowledged = 0;
        var id = State.Id;
        link.ToReplica.Send(() => link.Replica.Replication.Continued(link, id));
        var missing = new Stack<LogEntry>();
        for (var entry = State.Data; entry is not null && entry.Offset > offset; entry = entry.Previous) missing.Push(entry);
        foreach (var entry in missing) link.ToReplica.Send(() => link.Replica.Replication.Receive(link, entry));
    }

    private void FullResync(ReplicationLink link)
    {
        State.PrepareFullResync();
        var (id, offset, data) = (State.Id, State.Offset, State.Data);
        link.Feeding = true;
        link.ToReplica.Send(() => link.Replica.Replication.Announced(link, id, offset));
        link.ToReplica.Send(() => link.Replica.Replication.Replaced(link, id, offset, data), process.Node.Settings.TransferTime);
    }

    private void LoseUpstream()
    {
        DropUpstream();
        TryConnect();
    }

    private void DropUpstream()
    {
        if (Upstream is not { } link) return;
        Upstream = null;
        link.Close();
        Tell(link.Primary, link, retryAtOnce: false);
    }

    private void DropDownstream()
    {
        foreach (var link in _downstream.ToList()) Drop(link);
    }

    private void Drop(ReplicationLink link)
    {
        _downstream.Remove(link);
        link.Close();
        Tell(link.Replica, link, retryAtOnce: true);
    }

    private void Tell(ServerProcess peer, ReplicationLink link, bool retryAtOnce) => events.After(network.Latency(), () =>
    {
        if (peer.IsResponsive && process.IsPeerReachable(peer)) peer.Replication.Lost(link, retryAtOnce);
    });

    /// <summary>Ends that could not be told at once are noticed when the process runs or the path is whole again.</summary>
    private void Reap()
    {
        _downstream.RemoveAll(link => !link.IsOpen && process.IsPeerReachable(link.Replica));
        if (Upstream is { IsOpen: false } && process.IsPeerReachable(Upstream.Primary)) Upstream = null;
    }

    private void Unblock()
    {
        var waiting = _waiting.ToList();
        _waiting.Clear();
        foreach (var (_, done) in waiting) done(false);
    }
}
