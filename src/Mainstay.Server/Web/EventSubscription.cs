namespace Mainstay.Server.Web;

/// <summary>One reader's view of what changed since it last looked: names only, so it can never grow beyond the number of groups and clusters.</summary>
internal sealed class EventSubscription(EventFeed feed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _some = new(0, 1);
    private HashSet<string> _changed = [];

    public void Tell(string owner)
    {
        lock (_gate)
        {
            _changed.Add(owner);
            if (_some.CurrentCount == 0) _some.Release();
        }
    }

    /// <summary>Waits for a change; empty when <paramref name="patience"/> passed without one.</summary>
    public async Task<HashSet<string>> NextAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _some.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }

        lock (_gate) return Interlocked.Exchange(ref _changed, []);
    }

    public void Dispose()
    {
        feed.Leave(this);
        // The semaphore is left to the collector: a controller may just be telling this reader.
    }
}
