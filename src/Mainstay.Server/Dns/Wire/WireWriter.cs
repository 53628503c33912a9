using System.Buffers.Binary;

namespace Mainstay.Server.Dns.Wire;

/// <summary>Writes a message into a buffer of a fixed size. What does not fit is not written, and told by <see cref="Overflowed"/>.</summary>
internal ref struct WireWriter(Span<byte> buffer)
{
    /// <summary>Bytes of a message's head.</summary>
    public const int Head = 12;

    private readonly Span<byte> _buffer = buffer;
    private int _reserved;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Whether something did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>The sender's flag that something was left out for want of room (TC).</summary>
    public bool Truncated { get; set; }

    /// <summary>The sender's flag that the zone is his (AA).</summary>
    public bool Authoritative { get; set; }

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Forgets what was written from <paramref name="length"/> on.</summary>
    public void Back(int length) => (Length, Overflowed) = (length, false);

    /// <summary>Keeps room at the end for what must fit in any case.</summary>
    public void Reserve(int bytes) => _reserved = bytes;

    public void Byte(byte value)
    {
        if (Take(1) is var at and >= 0) _buffer[at] = value;
    }

    public void Word(int value)
    {
        if (Take(2) is var at and >= 0) BinaryPrimitives.WriteUInt16BigEndian(_buffer[at..], (ushort)value);
    }

    public void Long(uint value)
    {
        if (Take(4) is var at and >= 0) BinaryPrimitives.WriteUInt32BigEndian(_buffer[at..], value);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        if (Take(value.Length) is var at and >= 0) value.CopyTo(_buffer[at..]);
    }

    /// <summary>Writes over two bytes that were written before.</summary>
    public readonly void Patch(int at, int value)
    {
        if (at + 2 <= Length) BinaryPrimitives.WriteUInt16BigEndian(_buffer[at..], (ushort)value);
    }

    /// <summary>Adds one to a count that was written before.</summary>
    public readonly void Increment(int at) => Patch(at, BinaryPrimitives.ReadUInt16BigEndian(_buffer[at..]) + 1);

    private int Take(int count)
    {
        if (Overflowed || _buffer.Length - _reserved - Length < count)
        {
            Overflowed = true;
            return -1;
        }

        var at = Length;
        Length += count;
        return at;
    }
}
