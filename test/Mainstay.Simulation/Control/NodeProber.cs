using Mainstay.Core;
using Mainstay.Core.Failover;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Control;

/// <summary>
/// Asks one node again and again, on an open connection and, when that is silent, on a fresh one; posts reports and evidence.
/// </summary>
internal sealed class NodeProber(SimulatedNode node, TimeSpan detect, EventQueue events, SimulatedNetwork network, Action<FailoverInput> post)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(200);
    private NodeConnection? _open;
    private bool _openAsked;
    private bool _freshAsked;
    private Instant _askedAt;
    private Instant _lastAnswer;
    private bool _stopped;

    public void Start()
    {
        _lastAnswer = events.Now;
        Next();
    }

    public void Stop() => _stopped = true;

    /// <summary>Asks once, now.</summary>
    public void Probe()
    {
        if (_stopped) return;
        if (node.Process is null)
        {
            if (network.IsWhole(SimulatedNetwork.Control, node.Name)) events.After(network.Latency(), Refused);
            else Judge();
            return;
        }

        if (_open?.Process != node.Process || !_open.IsOpen)
        {
            _open = node.Connect(SimulatedNetwork.Control, NodeConnection.ControlUser)!;
            (_openAsked, _freshAsked) = (false, false);
        }

        if (!_openAsked)
        {
            _openAsked = true;
            _askedAt = events.Now;
            Ask(_open, () => _openAsked = false);
        }
        else if (!_freshAsked && events.Now - _askedAt >= _patience)
        {
            _freshAsked = true;
            Ask(node.Connect(SimulatedNetwork.Control, NodeConnection.ControlUser)!, () => _freshAsked = false);
        }

        Judge();
    }

    private void Next()
    {
        if (_stopped) return;
        Probe();
        events.After(_interval, Next);
    }

    private void Ask(NodeConnection connection, Action answered)
    {
        connection.Process.Send(new NodeRequest(
            connection,
            "info",
            process =>
            {
                var report = process.Report();
                process.Answer(SimulatedNetwork.Control, () =>
                {
                    answered();
                    if (_stopped) return;
                    _lastAnswer = events.Now;
                    post(new FailoverInput.NodeReported(node.Name, report));
                });
            },
            () =>
            {
                answered();
                if (node.Process is null) Refused();
            }));
    }

    private void Refused()
    {
        if (!_stopped && node.Process is null) post(new FailoverInput.NodeUnreachable(node.Name, UnreachableEvidence.ProcessGone, _lastAnswer));
    }

    /// <summary>Silence counts only when both connections are silent for the time of detection.</summary>
    private void Judge()
    {
        var silence = events.Now - _lastAnswer;
        if (node.Process is { IsBusy: true } && network.IsWhole(SimulatedNetwork.Control, node.Name))
        {
            // -BUSY is an answer: it proves that the process lives.
            if (silence < _patience) return;
            _lastAnswer = events.Now;
            post(new FailoverInput.NodeUnreachable(node.Name, UnreachableEvidence.Busy, _lastAnswer));
        }
        else if (silence >= detect && (_freshAsked || node.Process is null))
        {
            post(new FailoverInput.NodeUnreachable(node.Name, UnreachableEvidence.Silent, _lastAnswer));
        }
    }
}
