using System.Collections.Concurrent;

namespace Mainstay.Endpoints.Transport;

/// <summary>Blocks of one size for everything that is read or written. Idle connections hold none. At most 16 MiB are kept for reuse.</summary>
internal static class BlockPool
{
    /// <summary>Bytes of one block.</summary>
    public const int Size = 16 << 10;

    private const int MostKept = 1024;

    private static readonly ConcurrentBag<byte[]> _kept = [];
    private static int _count;

    /// <summary>A block whose content is undefined.</summary>
    public static byte[] Rent()
    {
        if (!_kept.TryTake(out var block)) return GC.AllocateUninitializedArray<byte>(Size);
        Interlocked.Decrement(ref _count);
        return block;
    }

    /// <summary>Gives a block back; its former owner must not touch it any more.</summary>
    public static void Return(byte[] block)
    {
        if (Interlocked.Increment(ref _count) <= MostKept) _kept.Add(block);
        else Interlocked.Decrement(ref _count);
    }
}
