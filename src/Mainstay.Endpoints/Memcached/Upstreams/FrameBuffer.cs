using System.Buffers;

namespace Mainstay.Endpoints.Memcached.Upstreams;

/// <summary>A frame of which the end has not come yet. Holds nothing while there is none.</summary>
internal sealed class FrameBuffer
{
    /// <summary>Bytes of a line that are looked at before more are asked for.</summary>
    private const int Step = 512;

    private byte[]? _bytes;
    private int _count;
    private int _wanted;

    /// <summary>Whether no frame has begun.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>What came of it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);

    /// <summary>A frame begins.</summary>
    /// <param name="bytes">What came of it.</param>
    /// <param name="length">Its length where that is known, else 0.</param>
    public void Begin(ReadOnlySpan<byte> bytes, long length)
    {
        _wanted = bytes.Length;
        Expect(length, bytes.Length);
        bytes.CopyTo(_bytes);
        _count = bytes.Length;
    }

    /// <summary>The frame takes so many bytes; 0 where that is not known: one more is looked for.</summary>
    public void Expect(long length) => Expect(length, _count);

    /// <summary>Takes bytes up to the length that is known; how many. Where it is not known, up to the next end of a line.</summary>
    public int Fill(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n') + 1;
        var count = _wanted > _count ? Math.Min(bytes.Length, _wanted - _count) : end > 0 ? end : bytes.Length;
        if (_bytes!.Length - _count < count) Grow(_count + count);
        bytes[..count].CopyTo(_bytes.AsSpan(_count));
        _count += count;
        return count;
    }

    /// <summary>The frame is over.</summary>
    public void Clear()
    {
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _count, _wanted) = (null, 0, 0);
    }

    private void Expect(long length, int have)
    {
        _wanted = (int)Math.Max(length, 0);
        var room = Math.Max(_wanted, have + Step);
        if (_bytes is null) _bytes = ArrayPool<byte>.Shared.Rent(room);
        else if (_bytes.Length < room) Grow(room);
    }

    private void Grow(int room)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(room, 2 * _bytes!.Length));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
