namespace Mainstay.Endpoints.Transport;

/// <summary>One loop's share of a group's budget: taken and given back in chunks, so that a command costs no bus lock. Used on the loop only.</summary>
/// <param name="whole">The group's.</param>
internal sealed class BudgetShare(MemoryBudget whole)
{
    private const long Chunk = 256 << 10;

    private long _free;

    /// <summary>Whether <paramref name="bytes"/> would fit just now.</summary>
    public bool Has(long bytes) => _free >= bytes || whole.Has(bytes);

    /// <summary>Takes <paramref name="bytes"/>, or nothing when they don't fit.</summary>
    public bool TryTake(long bytes)
    {
        if (_free < bytes)
        {
            if (whole.TryTake(bytes + Chunk)) _free += bytes + Chunk;
            else if (!whole.TryTake(bytes)) return false;
            else _free += bytes;
        }

        _free -= bytes;
        return true;
    }

    /// <summary>Takes what is in use already, fit or not: the next who asks is told.</summary>
    public void Take(long bytes)
    {
        if (TryTake(bytes)) return;
        whole.Take(bytes);
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes)
    {
        _free += bytes;
        if (_free < 2 * Chunk) return;
        whole.Return(_free - Chunk);
        _free = Chunk;
    }
}
