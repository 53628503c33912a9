using Mainstay.Core;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;

namespace Mainstay.Simulation.Endpoints;

/// <summary>All endpoints of the group, and the client that writes through them without a pause.</summary>
public sealed class SimulatedEndpoints(EventQueue events, SeededRandom random, IReadOnlyList<SimulatedEndpoint> endpoints)
{
    private readonly List<ClientWrite> _writes = [];
    private Instant _lastDelivery;
    private bool _writing;

    /// <summary>The endpoints.</summary>
    public IReadOnlyList<SimulatedEndpoint> All => endpoints;

    /// <summary>Every write that was ever issued.</summary>
    public IReadOnlyList<ClientWrite> Writes => _writes;

    /// <summary>Delay until a fence or a snapshot reaches endpoints.</summary>
    public TimeSpan Distance { get; set; } = TimeSpan.FromMilliseconds(0.3);

    /// <summary>What a snapshot takes on top of that: it may go the long way round through the store.</summary>
    public TimeSpan PublishDelay { get; set; }

    /// <summary>A seeded bug: endpoints say that they hold, and go on.</summary>
    public bool IgnoresFences { get; set; }

    /// <summary>Issues a write every <paramref name="interval"/>, through one endpoint after the other.</summary>
    public void StartWriting(TimeSpan interval)
    {
        _writing = true;
        WriteNext(interval);
    }

    /// <summary>No more writes.</summary>
    public void StopWriting() => _writing = false;

    /// <summary>All stop sending to terms before <paramref name="term"/>; answered when all did.</summary>
    public void Fence(ulong term, TimeSpan drain, Action<bool> answer)
    {
        var (open, drained) = (endpoints.Count, true);
        foreach (var endpoint in endpoints)
        {
            events.After(Distance + random.Milliseconds(0, 0.5), () =>
            {
                if (IgnoresFences) Answered(true);
                else endpoint.Fence(term, drain, Answered);
            });
        }

        void Answered(bool all)
        {
            drained &= all;
            if (--open == 0) events.After(Distance, () => answer(drained));
        }
    }

    /// <summary>Gives all the snapshot.</summary>
    public void Publish(GroupTopology topology)
    {
        // Snapshots of one daemon reach its endpoints in order.
        var at = events.Now + Distance + PublishDelay + random.Milliseconds(0, 0.5);
        if (at < _lastDelivery) at = _lastDelivery;
        _lastDelivery = at;
        foreach (var endpoint in endpoints) events.At(at, () => endpoint.Publish(topology));
    }

    private void WriteNext(TimeSpan interval)
    {
        if (!_writing) return;
        var write = new ClientWrite(_writes.Count + 1, events.Now);
        _writes.Add(write);
        endpoints[_writes.Count % endpoints.Count].Write(write);
        events.After(interval, () => WriteNext(interval));
    }
}
