using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// The bytes a client sent, from the first that may still have to be sent (again) to the last received, in blocks. Positions count from
/// the client's first byte. What a client announces takes no room; what it sends is charged to the group's budget.
/// </summary>
internal sealed class InputLog(MemoryBudget budget)
{
    private byte[][] _blocks = new byte[4][];
    private int _count;
    private long _first;

    /// <summary>Position after the last byte received.</summary>
    public long End { get; private set; }

    /// <summary>Position of the first byte kept.</summary>
    public long Start { get; private set; }

    /// <summary>Room to receive into; empty when the budget has none. The tail is never given back while somebody receives into it.</summary>
    public Memory<byte> GetRoom()
    {
        var at = End - _first;
        if (at == (long)_count * BlockPool.Size)
        {
            if (!budget.TryTake(BlockPool.Size)) return Memory<byte>.Empty;
            if (_count == _blocks.Length) Array.Resize(ref _blocks, _count * 2);
            _blocks[_count++] = BlockPool.Rent();
        }

        return _blocks[_count - 1].AsMemory((int)(at - ((long)(_count - 1) * BlockPool.Size)));
    }

    /// <summary>Takes bytes received into what <see cref="GetRoom"/> gave.</summary>
    public void Advance(int count) => End += count;

    /// <summary>The bytes from <paramref name="from"/> that lie together, at most up to <paramref name="to"/>.</summary>
    public ReadOnlySpan<byte> Slice(long from, long to)
    {
        var block = (int)((from - _first) / BlockPool.Size);
        var offset = (int)((from - _first) % BlockPool.Size);
        return _blocks[block].AsSpan(offset, (int)Math.Min(BlockPool.Size - offset, to - from));
    }

    /// <summary>Copies bytes from <paramref name="from"/> on; as many as there are up to <paramref name="to"/> and fit.</summary>
    public int Copy(long from, long to, Span<byte> target)
    {
        var copied = 0;
        while (copied < target.Length && from + copied < to)
        {
            var piece = Slice(from + copied, to);
            if (piece.Length > target.Length - copied) piece = piece[..(target.Length - copied)];
            piece.CopyTo(target[copied..]);
            copied += piece.Length;
        }

        return copied;
    }

    /// <summary>Whether the bytes of a range lie together.</summary>
    public bool IsContiguous(long from, long to) => to == from || (from - _first) / BlockPool.Size == (to - 1 - _first) / BlockPool.Size;

    /// <summary>Forgets what lies before <paramref name="position"/>.</summary>
    public void TrimTo(long position)
    {
        Start = position;
        var whole = (int)Math.Min((position - _first) / BlockPool.Size, _count - 1);
        if (whole > 0) Release(whole);
    }

    /// <summary>Gives back the tail, too, when nothing is kept; nobody may be receiving.</summary>
    public void ReleaseIfEmpty()
    {
        if (Start != End || _count == 0) return;
        Release(_count);
        _first = End;
    }

    /// <summary>Gives everything back; nobody may be receiving.</summary>
    public void Clear()
    {
        Start = End;
        ReleaseIfEmpty();
    }

    private void Release(int blocks)
    {
        for (var i = 0; i < blocks; i++) BlockPool.Return(_blocks[i]);
        Array.Copy(_blocks, blocks, _blocks, 0, _count - blocks);
        Array.Clear(_blocks, _count - blocks, blocks);
        _count -= blocks;
        _first += (long)blocks * BlockPool.Size;
        budget.Return((long)blocks * BlockPool.Size);
    }
}
