using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Clients;

/// <summary>
/// The bytes a client sent, from the first that may still have to be sent (again) to the last received, in blocks, of which the first may
/// be a small one. Positions count from the client's first byte. What a client announces takes no room; what it sends is charged to the
/// group's budget.
/// </summary>
internal sealed class InputLog(BudgetShare budget, BlockPool blocks)
{
    private byte[][]? _blocks;
    private int _count;
    private long _first;

    /// <summary>Position after the last byte received.</summary>
    public long End { get; private set; }

    /// <summary>Position of the first byte kept.</summary>
    public long Start { get; private set; }

    private int FirstSize => _count == 0 ? 0 : _blocks![0].Length;

    /// <summary>How many more bytes may be received, at most <paramref name="most"/>; 0 when the budget has no room.</summary>
    public int Room(int most)
    {
        var left = Capacity - (End - _first);
        if (left >= most || budget.Has(most + BlockPool.Size)) return most;
        return (int)(budget.Has(BlockPool.Size) ? Math.Min(most, left + BlockPool.Size) : left);
    }

    /// <summary>Takes bytes for which there was room.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var at = End - _first;
            if (at == Capacity) Extend(bytes.Length);
            var block = _blocks![_count - 1];
            var offset = (int)(at - (Capacity - block.Length));
            var part = bytes[..Math.Min(bytes.Length, block.Length - offset)];
            part.CopyTo(block.AsSpan(offset));
            End += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>The bytes from <paramref name="from"/> that lie together, at most up to <paramref name="to"/>.</summary>
    public ReadOnlySpan<byte> Slice(long from, long to)
    {
        var (block, offset) = Locate(from);
        return _blocks![block].AsSpan(offset, (int)Math.Min(_blocks[block].Length - offset, to - from));
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
    public bool IsContiguous(long from, long to) => to == from || Locate(from).Block == Locate(to - 1).Block;

    /// <summary>Forgets what lies before <paramref name="position"/>; everything when that is the end.</summary>
    public void TrimTo(long position)
    {
        if (position == Start) return;
        Start = position;
        if (_count == 0) return;
        if (position == End)
        {
            Release(_count);
            _first = End;
            return;
        }

        var whole = Locate(position).Block;
        if (whole > 0) Release(whole);
    }

    /// <summary>Gives everything back.</summary>
    public void Clear() => TrimTo(End);

    private long Capacity => _count == 0 ? 0 : FirstSize + ((long)(_count - 1) * BlockPool.Size);

    private (int Block, int Offset) Locate(long position)
    {
        var at = position - _first;
        if (at < FirstSize) return (0, (int)at);
        at -= FirstSize;
        return (1 + (int)(at / BlockPool.Size), (int)(at % BlockPool.Size));
    }

    private void Extend(int bytes)
    {
        var block = blocks.Rent(_count == 0 ? bytes : BlockPool.Size);
        budget.Take(block.Length);
        _blocks ??= new byte[2][];
        if (_count == _blocks.Length) Array.Resize(ref _blocks, _count * 2);
        _blocks[_count++] = block;
    }

    private void Release(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _first += _blocks![i].Length;
            budget.Return(_blocks[i].Length);
            blocks.Return(_blocks[i]);
        }

        _count -= count;
        if (_count == 0 && _blocks!.Length > 2)
        {
            _blocks = null;
            return;
        }

        Array.Copy(_blocks!, count, _blocks!, 0, _count);
        Array.Clear(_blocks!, _count, count);
    }
}
