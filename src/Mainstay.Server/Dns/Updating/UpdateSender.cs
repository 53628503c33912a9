using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Dns.Updating;

/// <summary>
/// Tells another name server of every change: all names at the start, later those that changed. While it cannot be told, only the latest state
/// is kept, and tried again with growing waits.
/// </summary>
internal sealed partial class UpdateSender(DnsSpec spec, UpdateClient client, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly HashSet<string> _doubtful = new(StringComparer.Ordinal);
    private volatile NameSet _wanted = NameSet.Empty;
    private NameSet _told = NameSet.Empty;
    private Task _loop = Task.CompletedTask;

    /// <summary>What names are to lead to from now on.</summary>
    public void Want(NameSet names)
    {
        _wanted = names;
        lock (_news)
            if (_news.CurrentCount == 0) _news.Release();
    }

    public void Start() => _loop = Task.Run(LoopAsync);

    /// <summary>Ends it. What names lead to stays as it was told: the nodes outlive us.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _news.Dispose();
    }

    /// <summary>
    /// Which names are to be told. A name that has nobody to lead to just now is left as it is: resolvers would remember that it was gone for as
    /// long as the zone's owner says, mostly for much longer than it takes until there is a primary again.
    /// </summary>
    internal static ImmutableArray<string> Due(NameSet wanted, NameSet told, IReadOnlySet<string> doubtful) =>
        [.. wanted.Changed(told).Union(doubtful, StringComparer.Ordinal).Where(name => !wanted.Names.ContainsKey(name) || !wanted[name].IsEmpty)];

    private async Task LoopAsync()
    {
        var wait = TimeSpan.Zero;
        string? failing = null;
        try
        {
            while (true)
            {
                // A failure is waited out; what comes in meanwhile goes with the next attempt.
                if (wait == TimeSpan.Zero) await _news.WaitAsync(_stop.Token);
                else await Task.Delay(wait, time, _stop.Token);
                var refusal = await TellAsync(_wanted);
                wait = refusal is null ? TimeSpan.Zero : wait == TimeSpan.Zero ? FirstWait : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
                if (refusal is null && failing is not null) Log.Recovered(logger, client.Server, spec.Zone);
                if (refusal is not null && refusal.Why != failing) Log.Failed(logger, client.Server, spec.Zone, refusal.Why, refusal.Advice);
                failing = refusal?.Why;
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task<UpdateRefusal?> TellAsync(NameSet wanted)
    {
        foreach (var names in Due(wanted, _told, _doubtful).Chunk(UpdateMessage.MostNames))
        {
            // Until it is confirmed, the server may have the old state or the new one.
            _doubtful.UnionWith(names);
            if (await client.SendAsync([.. names], wanted, spec.Ttl, _stop.Token) is { } refusal) return refusal;
            _doubtful.ExceptWith(names);
            var told = _told.Names.RemoveRange(names).AddRange(names.Where(wanted.Names.ContainsKey).Select(name => KeyValuePair.Create(name, wanted[name])));
            _told = new NameSet(told);
            Log.Told(logger, client.Server, string.Join(", ", names.Select(name => $"{name}.{spec.Zone} {string.Join(' ', wanted[name])}")));
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "the name server {Server} was not told what names in {Zone} lead to: {Why}. It is tried again; {Advice}", EventName = "UpdateFailed")]
        public static partial void Failed(ILogger logger, string server, string zone, string why, string advice);

        [LoggerMessage(2, LogLevel.Information, "the name server {Server} takes updates of {Zone} again", EventName = "UpdateRecovered")]
        public static partial void Recovered(ILogger logger, string server, string zone);

        [LoggerMessage(3, LogLevel.Information, "the name server {Server} was told: {Names}", EventName = "Updated")]
        public static partial void Told(ILogger logger, string server, string names);
    }
}
