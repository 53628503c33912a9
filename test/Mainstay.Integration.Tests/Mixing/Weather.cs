using System.Globalization;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>What befell the group and when, for clients that judge their answers by it.</summary>
internal sealed class Weather
{
    /// <summary>How long before a crash an acknowledged write may be that no replica had yet. Replication is a matter of milliseconds; the machine may be busy.</summary>
    private static readonly TimeSpan _lag = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly List<(bool Crash, long From, long? To)> _events = [];
    private int _crashes;

    /// <summary>Crashes begun so far; counted before the kill.</summary>
    public int Crashes => Volatile.Read(ref _crashes);

    public static long Now => TimeProvider.System.GetTimestamp();

    public void Begin(bool crash)
    {
        lock (_gate)
        {
            _events.Add((crash, Now, null));
            if (crash) _crashes++;
        }
    }

    public void End()
    {
        lock (_gate) _events[^1] = _events[^1] with { To = Now };
    }

    /// <summary>Whether there was a crash at any moment between two; from the kill until the group was whole again.</summary>
    public bool CrashWithin(long from, long to) => Within(from, to, crashesOnly: true);

    /// <summary>Whether the primary changed, or was about to, at any moment between two.</summary>
    public bool ChangeWithin(long from, long to) => Within(from, to, crashesOnly: false);

    /// <summary>Whether a write that was sent then, and answered, may have died with the primary.</summary>
    public bool MayHaveDied(long sent)
    {
        lock (_gate) return _events.Any(one => one.Crash && one.From >= sent && TimeProvider.System.GetElapsedTime(sent, one.From) < _lag);
    }

    public override string ToString()
    {
        lock (_gate) return string.Create(CultureInfo.InvariantCulture, $"{_events.Count - _crashes} switchovers, {_crashes} crashes");
    }

    private bool Within(long from, long to, bool crashesOnly)
    {
        lock (_gate) return _events.Any(one => (one.Crash || !crashesOnly) && one.From <= to && (one.To ?? long.MaxValue) >= from);
    }
}
