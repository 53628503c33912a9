namespace Mainstay.Endpoints.Transport;

/// <summary>How many bytes of unfinished and unanswered requests all sessions of a group may keep together.</summary>
/// <param name="limit">Bytes.</param>
internal sealed class MemoryBudget(long limit)
{
    private long _used;

    /// <summary>Bytes taken.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Whether <paramref name="bytes"/> would fit just now.</summary>
    public bool Has(long bytes) => Used + bytes <= limit;

    /// <summary>Takes <paramref name="bytes"/>, or nothing when they don't fit.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit) return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <summary>Takes what is in use already, fit or not: the next who asks is told.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _used, bytes);

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
