using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Mainstay.TestKit.Resp;

namespace Mainstay.TestKit.Writing;

/// <summary>
/// One client of a fleet: a write, its answer, the next. It repeats nothing, so that every write stands for itself; where the connection is
/// lost it connects again and goes on.
/// </summary>
internal sealed class Writer(FleetOptions options, int number, ConcurrentDictionary<string, long> errors)
{
    private readonly List<WriteRecord> _records = new(4096);
    private RespClient? _client;
    private long _counter;
    private long _acknowledged;

    public int Number => number;

    public WriteKind Kind => (WriteKind)(number % 3);

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
            _client?.Dispose();
        }
    }

    private async Task WriteAsync(long sequence)
    {
        if (_client is null && !await ConnectAsync()) return;
        var sent = TimeProvider.System.GetTimestamp();
        var outcome = await SendAsync(sequence);
        _records.Add(new WriteRecord(sequence, outcome, sent, TimeProvider.System.GetTimestamp()));
        if (outcome == WriteOutcome.Acknowledged) Volatile.Write(ref _acknowledged, _acknowledged + 1);
    }

    private async Task<bool> ConnectAsync()
    {
        try
        {
            _client = await RespClient.ConnectAsync(options.Port);
            return true;
        }
        catch (SocketException exception)
        {
            Count($"connect:{exception.SocketErrorCode}");
            return false;
        }
    }

    private async Task<WriteOutcome> SendAsync(long sequence)
    {
        try
        {
            var reply = await _client!.CallAsync(Command(sequence));
            if (reply.ErrorWord is { } word)
            {
                Count(word);
                return word is "INDETERMINATE" or "NOTDURABLE" ? WriteOutcome.Unknown : WriteOutcome.Refused;
            }

            if (Kind == WriteKind.Increment) See(reply.Number);
            return WriteOutcome.Acknowledged;
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            Count(exception is OperationCanceledException ? "no-reply" : "connection-lost");
            _client!.Dispose();
            _client = null;
            return WriteOutcome.Unknown;
        }
    }

    private string[] Command(long sequence)
    {
        var value = sequence.ToString(CultureInfo.InvariantCulture);
        return Kind switch
        {
            WriteKind.Append => ["RPUSH", Key, value],
            WriteKind.Set => ["SET", $"{Key}:{value}", value],
            _ => ["INCR", Key],
        };
    }

    private void See(long counter)
    {
        if (counter <= _counter) WentBack++;
        _counter = counter;
    }

    private void Count(string error) => errors.AddOrUpdate(error, 1, (_, count) => count + 1);
}
