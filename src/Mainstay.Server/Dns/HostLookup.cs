using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Mainstay.Server.Dns;

/// <summary>
/// Looks up the hosts of servers that a configuration names instead of numbering them, by the system's resolver, again and again. What was
/// found stays when a lookup fails.
/// </summary>
/// <param name="known">What is known without a lookup.</param>
/// <param name="time">Whose clock.</param>
internal sealed class HostLookup(HostAddresses known, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> _wanted = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private Task _loop = Task.CompletedTask;

    /// <summary>What is known now.</summary>
    public HostAddresses Present { get; private set => Volatile.Write(ref field, value); } = known;

    /// <summary>A host to look up; one that is an address is known already.</summary>
    public void Want(string host)
    {
        if (IPAddress.TryParse(host, out _) || !_wanted.TryAdd(host, true)) return;
        lock (_news)
            if (_news.CurrentCount == 0) _news.Release();
    }

    /// <summary>Begins to look; <paramref name="changed"/> is called whenever something else was found.</summary>
    public void Start(Action changed) => _loop = Task.Run(() => LoopAsync(changed));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _news.Dispose();
    }

    private async Task LoopAsync(Action changed)
    {
        try
        {
            while (true)
            {
                var found = Present.Named;
                foreach (var host in _wanted.Keys)
                    if (await LookAsync(host) is { IsEmpty: false } addresses) found = found.SetItem(host, addresses);
                if (found.Any(pair => !Present.Of(pair.Key).SequenceEqual(pair.Value)))
                {
                    Present = Present with { Named = found };
                    changed();
                }

                // Nothing to look up, nothing to wake up for.
                await _news.WaitAsync(_wanted.IsEmpty ? Timeout.InfiniteTimeSpan : Period, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task<ImmutableArray<IPAddress>> LookAsync(string host)
    {
        using var deadline = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stop.Token);
        try
        {
            return [.. (await System.Net.Dns.GetHostAddressesAsync(host, both.Token)).OrderBy(address => address.ToString(), StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !_stop.IsCancellationRequested)
        {
            return [];
        }
    }
}
