using Mainstay.Core;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Network;

namespace Mainstay.Simulation.Nodes;

/// <summary>One direction of a replication connection: in order, and waiting while the path is cut or the receiver does not run.</summary>
internal sealed class StreamChannel(ServerProcess from, ServerProcess to, EventQueue events, SimulatedNetwork network)
{
    private readonly Queue<(Instant Ready, Action Receive)> _messages = new();
    private Instant _lastReady;
    private bool _closed;

    /// <summary>Sends; <paramref name="extra"/> is the time the message itself takes (a snapshot's transfer).</summary>
    public void Send(Action receive, TimeSpan extra = default)
    {
        var ready = events.Now + network.Latency() + extra;
        if (ready < _lastReady) ready = _lastReady;
        _lastReady = ready;
        _messages.Enqueue((ready, receive));
        events.At(ready, Pump);
    }

    /// <summary>Hands over what has arrived. Called again when the path heals or the receiver wakes.</summary>
    public void Pump()
    {
        while (!_closed && _messages.TryPeek(out var next) && next.Ready <= events.Now && to.IsResponsive && network.IsOpen(from.Node.Name, to.Node.Name))
        {
            _messages.Dequeue();
            next.Receive();
        }
    }

    /// <summary>Drops what is on its way.</summary>
    public void Close()
    {
        _closed = true;
        _messages.Clear();
    }
}
