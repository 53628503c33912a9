using Mainstay.Core;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Endpoints;

/// <summary>
/// One primary endpoint: sends to the published primary after it checked who answers there, holds while there is none, forgets what it sent
/// to a former one.
/// </summary>
public sealed class SimulatedEndpoint(string name, GroupSpec spec, EventQueue events, SeededRandom random, Func<string, SimulatedNode> find, IEndpointNotes notes)
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(50);
    private readonly Queue<ClientWrite> _held = new();
    private UpstreamConnection? _upstream;
    private bool _retrying;

    /// <summary>The newest term it heard of, by a fence or a topology; it never sends to an older one.</summary>
    public ulong SeenTerm { get; private set; }

    /// <summary>The snapshot it serves by.</summary>
    public GroupTopology? Topology { get; private set; }

    /// <summary>Whether it sends just now.</summary>
    public bool IsServing => _upstream is { Verified: true, Connection.IsOpen: true };

    /// <summary>A client's write arrives.</summary>
    public void Write(ClientWrite write)
    {
        Hold(write);
        Flush();
    }

    /// <summary>Stops sending to terms before <paramref name="term"/>; answers whether nothing is unanswered.</summary>
    public void Fence(ulong term, TimeSpan drain, Action<bool> answer)
    {
        if (term > SeenTerm) SeenTerm = term;
        if (_upstream is not { } upstream || upstream.Term >= SeenTerm)
        {
            answer(true);
            return;
        }

        WaitForAnswers(upstream, events.Now + drain, answer);
    }

    /// <summary>A new snapshot; an older one is ignored.</summary>
    public void Publish(GroupTopology topology)
    {
        if (Topology is { } old && (topology.Term, topology.Revision).CompareTo((old.Term, old.Revision)) < 0) return;
        if (topology.Term < SeenTerm) return;
        Topology = topology;
        SeenTerm = topology.Term;
        Connect();
    }

    /// <summary>The endpoint's own process ends and begins again, knowing nothing; its clients' commands are lost with it.</summary>
    public void Restart()
    {
        if (_upstream is { } upstream) Abandon(upstream);
        Topology = null;
        SeenTerm = 0;
        foreach (var write in _held) write.Indeterminate = true;
        _held.Clear();
    }

    private void WaitForAnswers(UpstreamConnection upstream, Instant until, Action<bool> answer)
    {
        if (upstream.InFlight.Count > 0 && events.Now < until && upstream == _upstream)
        {
            events.After(TimeSpan.FromMilliseconds(1), () => WaitForAnswers(upstream, until, answer));
            return;
        }

        var drained = upstream.InFlight.Count == 0;
        if (upstream.Term < SeenTerm) Abandon(upstream);
        answer(drained);
    }

    private void Abandon(UpstreamConnection upstream)
    {
        if (_upstream == upstream) _upstream = null;
        foreach (var write in upstream.InFlight) write.Indeterminate = true;
        upstream.InFlight.Clear();
    }

    private void Connect()
    {
        if (Topology?.Primary is not { } identity || Topology.Term < SeenTerm)
        {
            if (_upstream is { } old) Abandon(old);
            return;
        }

        if (_upstream is { } present)
        {
            if (present.Term == Topology.Term && present.Identity.RunId == identity.RunId && present.Connection.IsOpen) return;
            Abandon(present);
        }

        if (find(identity.Node).Connect(SimulatedNetwork.Endpoints, NodeConnection.EndpointUser) is not { } connection)
        {
            RetryLater();
            return;
        }

        var upstream = new UpstreamConnection(connection, identity, Topology.Term);
        _upstream = upstream;
        Verify(upstream);
    }

    private void Verify(UpstreamConnection upstream)
    {
        void Answered(bool matches)
        {
            if (_upstream != upstream) return;
            upstream.Verified = matches;
            if (matches) Flush();
            else Abandon(upstream);
            if (!matches) RetryLater();
        }

        upstream.Connection.Process.Send(new NodeRequest(
            upstream.Connection,
            "info",
            process =>
            {
                var (identity, state) = (upstream.Identity, process.State);
                var matches = process.RunId == identity.RunId && state.IsPrimary && state.Id == identity.ReplicationId;
                process.Answer(SimulatedNetwork.Endpoints, () => Answered(matches));
            },
            () => Answered(false)));
    }

    private void Hold(ClientWrite write)
    {
        _held.Enqueue(write);
        events.After(spec.Hold.Time, () =>
        {
            if (!write.IsAnswered && _held.Contains(write)) write.Refused = true;
        });
    }

    private void Flush()
    {
        while (_held.Count > 0 && IsServing && Topology!.Term >= SeenTerm)
        {
            var write = _held.Dequeue();
            if (!write.IsAnswered) Send(_upstream!, write);
        }
    }

    private void Send(UpstreamConnection upstream, ClientWrite write)
    {
        notes.Sent(name, upstream.Term, SeenTerm);
        upstream.InFlight.Add(write);
        upstream.Connection.Process.Send(new NodeRequest(upstream.Connection, "write", process => Execute(upstream, write, process), () => Lost(upstream, write)));
    }

    private void Execute(UpstreamConnection upstream, ClientWrite write, ServerProcess process)
    {
        var (outcome, offset) = process.Write(write.Id);
        if (outcome != WriteOutcome.Ok)
        {
            process.Answer(SimulatedNetwork.Endpoints, () => Rejected(upstream, write));
        }
        else if (!spec.Durability.IsSync)
        {
            process.Answer(SimulatedNetwork.Endpoints, () => Acknowledge(upstream, write));
        }
        else
        {
            process.WaitFor(
                links => Confirmed(links, offset) >= spec.Durability.Acknowledgements,
                confirmed => process.Answer(SimulatedNetwork.Endpoints, () =>
                {
                    if (confirmed) Acknowledge(upstream, write);
                    else Lost(upstream, write);
                }));
            events.After(spec.Durability.Timeout, () => Lost(upstream, write));
        }
    }

    /// <summary>Distinct members that may confirm and are at or past the offset.</summary>
    private int Confirmed(IReadOnlyList<ReplicationLink> links, long offset) => links
        .Where(link => link.Online && link.Acknowledged >= offset && spec.Nodes.Any(node => node.Address == link.Replica.Node.Address && node.Priority > 0))
        .Select(link => link.Replica.Node.Name)
        .Distinct()
        .Count();

    private void Acknowledge(UpstreamConnection upstream, ClientWrite write)
    {
        if (!upstream.InFlight.Remove(write)) return;
        write.AcknowledgedAt = events.Now;
        notes.Acknowledged(write);
    }

    /// <summary>It did not run: it is held and sent again.</summary>
    private void Rejected(UpstreamConnection upstream, ClientWrite write)
    {
        if (!upstream.InFlight.Remove(write)) return;
        _held.Enqueue(write);
        if (upstream == _upstream) upstream.Verified = false;
        RetryLater();
    }

    /// <summary>Sent, and nobody knows.</summary>
    private void Lost(UpstreamConnection upstream, ClientWrite write)
    {
        if (upstream.InFlight.Remove(write)) write.Indeterminate = true;
        if (!upstream.Connection.IsOpen) RetryLater();
    }

    private void RetryLater()
    {
        if (_retrying) return;
        _retrying = true;
        events.After(_retry + random.Milliseconds(0, 5), () =>
        {
            _retrying = false;
            if (_upstream is { Verified: false } unverified && unverified.Connection.IsOpen && unverified.Term >= SeenTerm) Verify(unverified);
            else Connect();
            Flush();
        });
    }
}
