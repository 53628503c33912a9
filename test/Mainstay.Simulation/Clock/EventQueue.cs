using Mainstay.Core;

namespace Mainstay.Simulation.Clock;

/// <summary>The one thread's agenda and its clock: what happens next happens at once, and nothing else moves time.</summary>
public sealed class EventQueue
{
    private readonly PriorityQueue<Action, (long When, long Sequence)> _events = new();
    private long _sequence;

    /// <summary>The virtual time.</summary>
    public Instant Now { get; private set; }

    /// <summary>Does <paramref name="what"/> after <paramref name="delay"/>; things due at the same instant happen in the order in which they were asked for.</summary>
    public void After(TimeSpan delay, Action what) => At(Now + delay, what);

    /// <summary>Does <paramref name="what"/> at <paramref name="when"/>, or now when that is past.</summary>
    public void At(Instant when, Action what)
    {
        var due = when < Now ? Now : when;
        _events.Enqueue(what, (due.Nanoseconds, _sequence++));
    }

    /// <summary>Does everything that is due up to <paramref name="end"/> and leaves the clock there.</summary>
    public void RunUntil(Instant end)
    {
        while (_events.TryPeek(out _, out var due) && due.When <= end.Nanoseconds)
        {
            var what = _events.Dequeue();
            Now = new Instant(due.When);
            what();
        }

        Now = end;
    }
}
