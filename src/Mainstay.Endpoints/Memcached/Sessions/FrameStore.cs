using System.Buffers;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>Frames of an answer that wait for their turn. Holds nothing while it is empty.</summary>
internal sealed class FrameStore
{
    private readonly Queue<int> _lengths = new();
    private StoredBytes? _books;
    private byte[]? _bytes;
    private int _start;
    private int _end;

    /// <summary>How many wait.</summary>
    public int Count => _lengths.Count;

    /// <summary>Bytes of them.</summary>
    public int Bytes => _end - _start;

    /// <summary>The oldest.</summary>
    public ReadOnlySpan<byte> First => _bytes.AsSpan(_start, _lengths.Peek());

    /// <summary>Takes a frame, and enters it in the books.</summary>
    public void Add(ReadOnlySpan<byte> frame, StoredBytes books)
    {
        _books = books;
        books.Add(frame.Length);
        if (_bytes is null || _bytes.Length - _end < frame.Length) Extend(frame.Length);
        frame.CopyTo(_bytes.AsSpan(_end));
        _end += frame.Length;
        _lengths.Enqueue(frame.Length);
    }

    /// <summary>Forgets the oldest.</summary>
    public void RemoveFirst()
    {
        var length = _lengths.Dequeue();
        _start += length;
        _books!.Add(-length);
        if (_lengths.Count == 0) Clear();
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _books?.Add(-Bytes);
        _books = null;
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (null, 0, 0);
        _lengths.Clear();
    }

    private void Extend(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(1024, (2 * Bytes) + bytes));
        if (_bytes is not null)
        {
            _bytes.AsSpan(_start, Bytes).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, _start, _end) = (larger, 0, Bytes);
    }
}
