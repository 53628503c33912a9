namespace Mainstay.Endpoints.Transport;

/// <summary>
/// Blocks for what is read and written, of one loop: small ones, which nearly every request and reply fits in, large ones, and the largest
/// for what gathers to be sent at once. Idle connections hold none. Used on the loop only; at most 8 MiB of each are kept for reuse.
/// </summary>
internal sealed class BlockPool
{
    /// <summary>Bytes of a small block.</summary>
    public const int SmallSize = 1 << 10;

    /// <summary>Bytes of a large one.</summary>
    public const int Size = 16 << 10;

    /// <summary>Bytes of the largest.</summary>
    public const int LargestSize = 64 << 10;

    private const int MostBytesKept = 8 << 20;

    private readonly Stack<byte[]> _small = new();
    private readonly Stack<byte[]> _large = new();
    private readonly Stack<byte[]> _largest = new();

    /// <summary>A block that holds <paramref name="bytes"/> when a small one does, else a large one; its content is undefined.</summary>
    public byte[] Rent(int bytes = Size)
    {
        if (bytes > SmallSize) return _large.TryPop(out var large) ? large : GC.AllocateUninitializedArray<byte>(Size);
        return _small.TryPop(out var small) ? small : GC.AllocateUninitializedArray<byte>(SmallSize);
    }

    /// <summary>One of the largest blocks.</summary>
    public byte[] RentLargest() => _largest.TryPop(out var block) ? block : GC.AllocateUninitializedArray<byte>(LargestSize);

    /// <summary>Gives a block back; its former owner must not touch it any more.</summary>
    public void Return(byte[] block)
    {
        var kept = block.Length switch
        {
            SmallSize => _small,
            Size => _large,
            _ => _largest,
        };
        if (kept.Count < MostBytesKept / block.Length) kept.Push(block);
    }
}
