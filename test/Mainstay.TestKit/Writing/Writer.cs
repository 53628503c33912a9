using System.Collections.Concurrent;
using System.Globalization;

namespace Mainstay.TestKit.Writing;

/// <summary>One of a fleet: a write, its answer, the next. It repeats nothing, so that every write stands for itself.</summary>
internal sealed class Writer(FleetOptions options, int number, ConcurrentDictionary<string, long> errors)
{
    private readonly List<WriteRecord> _records = new(4096);
    private readonly IWriteClient _client = options.Client?.Invoke(number) ?? new PlainWriteClient(() => Task.FromResult(options.Port), PlainWriteClient.UsualPatience);
    private long _counter;
    private long _acknowledged;

    public int Number => number;

    public WriteKind Kind { get; } = options.Kinds[number % options.Kinds.Count];

    /// <summary>The key, and the beginning of the keys of <see cref="WriteKind.Set"/>.</summary>
    public string Key { get; } = $"fleet:{options.Run}:{number}";

    /// <summary>All writes so far; to be read after the writer ended.</summary>
    public IReadOnlyList<WriteRecord> Records => _records;

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Times that <c>INCR</c> answered no more than before: acknowledged increments were lost.</summary>
    public long WentBack { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        var interval = TimeSpan.FromSeconds((double)options.Writers / options.WritesPerSecond);
        using var pace = new PeriodicTimer(interval);
        try
        {
            for (long sequence = 1; ; sequence++)
            {
                await WriteAsync(sequence);
                await pace.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            _client.Dispose();
        }
    }

    private async Task WriteAsync(long sequence)
    {
        var value = sequence.ToString(CultureInfo.InvariantCulture);
        var sent = TimeProvider.System.GetTimestamp();
        var answer = await _client.WriteAsync(Kind, Kind == WriteKind.Set ? $"{Key}:{value}" : Key, value);
        _records.Add(new WriteRecord(sequence, answer.Outcome, sent, TimeProvider.System.GetTimestamp()));
        if (answer.Error is { } error) errors.AddOrUpdate(error, 1, (_, count) => count + 1);
        if (answer.Outcome != WriteOutcome.Acknowledged) return;
        Volatile.Write(ref _acknowledged, _acknowledged + 1);
        if (Kind == WriteKind.Increment) See(answer.Number);
    }

    private void See(long counter)
    {
        if (counter <= _counter) WentBack++;
        _counter = counter;
    }
}
