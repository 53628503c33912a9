namespace Mainstay.Server.Tests.Control;

/// <summary>Time that stands until a test moves it.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan by)
    {
        _ticks += by.Ticks;
        foreach (var alarm in _alarms.ToArray()) alarm.Ring(_ticks);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        _alarms.Add(alarm);
        return alarm;
    }

    private sealed class Alarm(SteppedTime owner, TimerCallback callback, object? state) : ITimer
    {
        private long? _due;

        public void Ring(long now)
        {
            if (_due is not { } due || now < due) return;
            _due = null;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime < TimeSpan.Zero ? null : owner._ticks + dueTime.Ticks;
            return true;
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
