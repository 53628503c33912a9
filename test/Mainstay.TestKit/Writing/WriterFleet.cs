using System.Collections.Concurrent;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Writing;

/// <summary>
/// Many writers on one endpoint while something happens to it: measures the longest time without any acknowledged write, and afterwards reads
/// back what became of every single write.
/// </summary>
public sealed class WriterFleet : IAsyncDisposable
{
    private readonly FleetOptions _options;
    private readonly ConcurrentDictionary<string, long> _errors = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly StallMeter _stalls = new();
    private readonly Writer[] _writers;
    private readonly Task _running;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private long _event;

    private WriterFleet(FleetOptions options)
    {
        _options = options;
        _writers = [.. Enumerable.Range(0, options.Writers).Select(number => new Writer(options, number, _errors))];
        _running = Task.WhenAll(_writers.Select(RunStaggeredAsync));
    }

    /// <summary>Writes acknowledged so far.</summary>
    public long Acknowledged => _writers.Sum(writer => writer.Acknowledged);

    /// <summary>Starts the writers and returns when every one of them had ten answers: connected, compiled, warm.</summary>
    public static async Task<WriterFleet> StartAsync(FleetOptions options)
    {
        var fleet = new WriterFleet(options);
        await Eventually.FineAsync(() => fleet.Behind(10), Deadline.InSeconds(20), "all writers are answered");
        return fleet;
    }

    /// <summary>Says that the event begins now: the gap is looked for from here on.</summary>
    public void Mark() => _event = TimeProvider.System.GetTimestamp();

    /// <summary>Awaits that every writer had <paramref name="count"/> more answers than at the time of the call.</summary>
    public async Task FlowsAsync(int count, Deadline deadline)
    {
        var until = _writers.Select(writer => writer.Acknowledged + count).ToArray();
        await Eventually.FineAsync(() => _writers.Count(writer => writer.Acknowledged < until[writer.Number]) is > 0 and var behind ? $"{behind} writers wait for answers; errors: {Errors()}" : null,
            deadline, "writes flow");
    }

    /// <summary>Stops the writers and verifies every write by reading back; removes the keys.</summary>
    /// <param name="readBack">The port to read from; null for the one of the options.</param>
    public async Task<FleetResult> StopAsync(int? readBack = null)
    {
        await _stop.CancelAsync();
        await _running;
        var answers = _writers.SelectMany(writer => writer.Records).Where(record => record.Outcome == WriteOutcome.Acknowledged).Select(record => record.Answered).ToList();
        var gap = WriteGap.Longest(answers, from: _event == 0 ? _started : _event);
        var found = await FleetVerification.ReadBackAsync(readBack ?? _options.Port, _writers, resumed: gap.To);
        var errors = _errors.ToDictionary();
        errors.Remove("INDETERMINATE", out var indeterminate);
        return new FleetResult
        {
            Gap = gap.Length,
            UsualGap = WriteGap.Longest(answers, from: Warm(), to: _event == 0 ? long.MaxValue : _event).Length,
            SlowestWrite = Slowest(),
            LongestStall = _stalls.Longest,
            Acknowledged = answers.Count,
            Indeterminate = indeterminate,
            Errors = errors,
            Lost = found.Sum(writer => writer.Lost),
            LostLate = found.Sum(writer => writer.LostLate),
            Doubled = found.Sum(writer => writer.Doubled),
            OutOfOrder = found.Sum(writer => writer.OutOfOrder),
            RefusedButThere = found.Sum(writer => writer.RefusedButThere),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stalls.Dispose();
        _stop.Dispose();
    }

    private async Task RunStaggeredAsync(Writer writer)
    {
        // Spread over one interval, so that answers come evenly and a gap is seen to the millisecond.
        var offset = TimeSpan.FromSeconds((double)writer.Number / _options.WritesPerSecond);
        await Deadline.In(offset).PauseAsync(offset);
        await writer.RunAsync(_stop.Token);
    }

    private string? Behind(int answers) =>
        _writers.Count(writer => writer.Acknowledged < answers) is > 0 and var behind ? $"{behind} of {_writers.Length} writers are not; errors: {Errors()}" : null;

    private string Errors() => string.Join(", ", _errors.Select(error => $"{error.Key} {error.Value}"));

    private long Warm() => _writers.Max(writer => writer.Records.Count > 5 ? writer.Records[5].Answered : _started);

    private TimeSpan Slowest() => _writers.SelectMany(writer => writer.Records).Select(record => TimeProvider.System.GetElapsedTime(record.Sent, record.Answered)).DefaultIfEmpty().Max();
}
