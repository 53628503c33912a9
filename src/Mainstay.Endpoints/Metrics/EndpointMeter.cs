using System.Collections.Immutable;

namespace Mainstay.Endpoints.Metrics;

/// <summary>
/// Puts together what an endpoint counts on its loops. It only reads there: no loop does anything for it. What is told of the present is of the
/// last full minute; before there was one, of all the time.
/// </summary>
internal sealed class EndpointMeter
{
    private static readonly TimeSpan _period = TimeSpan.FromMinutes(1);

    private readonly ImmutableArray<EndpointCounters> _loops;
    private readonly ErrorKinds _kinds;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private MeterReading _begin;
    private volatile MeterReading? _minute;

    /// <summary>Begins a minute.</summary>
    public EndpointMeter(ImmutableArray<EndpointCounters> loops, ErrorKinds kinds, TimeProvider time)
    {
        (_loops, _kinds, _time) = (loops, kinds, time);
        _origin = time.GetTimestamp();
        _begin = Read();
    }

    /// <summary>Ends the minute when it is full. By one caller only, often.</summary>
    public void Turn()
    {
        if (_time.GetElapsedTime(_begin.At) < _period) return;
        var reading = Read();
        _minute = reading.After(_begin);
        _begin = reading;
    }

    /// <summary>All figures of this moment, and how long commands took. From any thread.</summary>
    public (EndpointFigures Figures, LatencyBuckets Latency) Figures()
    {
        var ever = Read();
        var recent = _minute ?? ever;
        var seconds = _time.GetElapsedTime(recent.Since, recent.At).TotalSeconds;
        var figures = EndpointCounters.Sum(_loops) with
        {
            Errors = Errors(),
            CommandsPerSecond = seconds > 0 ? Math.Round(recent.Commands / seconds, 1) : 0,
            Latency = recent.Latency(),
            LatencyEver = ever.Latency(),
        };
        return (figures, ever.Buckets());
    }

    private MeterReading Read()
    {
        var times = CommandTimes.Empty();
        var total = _loops.Aggregate(TimeSpan.Zero, (sum, loop) => sum + loop.Times.AddTo(times));
        return new MeterReading(_origin, _time.GetTimestamp(), _loops.Sum(loop => loop[EndpointCounter.Commands]), times, total);
    }

    private ImmutableSortedDictionary<string, long> Errors() => Enumerable.Range(0, _kinds.Count).Append(ErrorKinds.Most)
        .ToImmutableSortedDictionary(kind => _kinds[kind], kind => _loops.Sum(loop => loop.Errors(kind)), StringComparer.Ordinal);
}
