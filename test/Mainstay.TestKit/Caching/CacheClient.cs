using Mainstay.TestKit.Running;

namespace Mainstay.TestKit.Caching;

/// <summary>One of a fleet: it writes its own keys and reads everybody's, one request after the other, and repeats nothing. Every second one speaks meta commands.</summary>
internal sealed class CacheClient(CacheFleetOptions options, int number, IReadOnlyList<CacheKey> own, IReadOnlyList<CacheKey> all)
{
    private readonly Random _random = new(number);
    private readonly List<CacheRequest> _requests = new(8192);
    private CacheConnection? _connection;
    private long _answered;

    public int Number => number;

    /// <summary>All requests so far; to be read after it ended.</summary>
    public IReadOnlyList<CacheRequest> Requests => _requests;

    /// <summary>Requests that did not fail.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Writes each of its keys once.</summary>
    public async Task BeginAsync()
    {
        foreach (var key in own) await WriteAsync(key);
        if (_requests.FirstOrDefault(request => request.Failed) is { } failed) throw new InvalidOperationException($"before anything happened: {failed.Describe(failed.Sent)}");
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds((double)options.Clients / options.RequestsPerSecond));
        try
        {
            while (true)
            {
                if (_random.Next(100) < options.WritesOfHundred) await WriteAsync(own[_random.Next(own.Count)]);
                else await ReadAsync(all[_random.Next(all.Count)]);
                await pace.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            _connection?.Dispose();
        }
    }

    private async Task WriteAsync(CacheKey key)
    {
        var value = key.Write();
        var sent = TimeProvider.System.GetTimestamp();
        var answer = await (await ConnectionAsync()).SetAsync(key.Name, value);
        if (answer.Outcome == CacheOutcome.Stored) key.Acknowledge();
        var fault = answer.Outcome is CacheOutcome.Hit or CacheOutcome.Miss ? "no answer to a set" : null;
        Keep(new CacheRequest(number, IsWrite: true, key, sent, TimeProvider.System.GetTimestamp(), answer, fault));
    }

    private async Task ReadAsync(CacheKey key)
    {
        var acknowledged = key.Acknowledged;
        var sent = TimeProvider.System.GetTimestamp();
        var answer = await (await ConnectionAsync()).GetAsync(key.Name);
        var fault = answer.Outcome switch
        {
            CacheOutcome.Hit => key.Judge(answer.Text, acknowledged),
            CacheOutcome.Stored => "no answer to a get",
            _ => null,
        };
        if (answer.Outcome == CacheOutcome.Hit) answer = answer with { Text = "" };
        Keep(new CacheRequest(number, IsWrite: false, key, sent, TimeProvider.System.GetTimestamp(), answer, fault));
    }

    private async Task<CacheConnection> ConnectionAsync() => _connection ??= await CacheConnection.ConnectAsync(options.Cluster.Configuration, meta: number % 2 == 1);

    private void Keep(CacheRequest request)
    {
        _requests.Add(request);
        if (!request.Failed) Volatile.Write(ref _answered, _answered + 1);
        if (request.Answer.Outcome != CacheOutcome.Closed) return;
        _connection?.Dispose();
        _connection = null;
    }
}
