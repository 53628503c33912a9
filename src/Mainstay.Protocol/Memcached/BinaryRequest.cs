using System.Buffers.Binary;

namespace Mainstay.Protocol.Memcached;

/// <summary>
/// The binary protocol, as far as it must be known to answer <c>config get</c> (an opcode of Amazon's clients) and to refuse the rest clearly.
/// Numbers are big-endian.
/// </summary>
public static class BinaryRequest
{
    /// <summary>A request's first byte; no text request begins with it.</summary>
    public const byte Magic = 0x80;

    /// <summary>Length of every header.</summary>
    public const int HeaderBytes = 24;

    /// <summary>The opcode of <c>config get</c>; the key names the configuration.</summary>
    public const byte ConfigGet = 0x60;

    private const byte ReplyMagic = 0x81;
    private const int FlagsBytes = 4;
    private const ushort UnknownCommand = 0x0081;

    /// <summary>
    /// Reads a request's header; false when it is none. The body holds extras, key and value, in this order; its length is the peer's word.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> header, out byte opcode, out int keyLength, out int extrasLength, out long bodyLength, out uint opaque)
    {
        opcode = 0;
        keyLength = extrasLength = 0;
        bodyLength = opaque = 0;
        if (header.Length < HeaderBytes || header[0] != Magic) return false;
        opcode = header[1];
        keyLength = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        extrasLength = header[4];
        bodyLength = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        opaque = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        return keyLength + extrasLength <= bodyLength;
    }

    /// <summary>The reply to <see cref="ConfigGet"/>: flags of zero as extras, no key, the payload as value.</summary>
    public static byte[] ConfigReply(uint opaque, byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var reply = new byte[HeaderBytes + FlagsBytes + payload.Length];
        WriteHeader(reply, ConfigGet, FlagsBytes, 0, opaque);
        payload.CopyTo(reply, HeaderBytes + FlagsBytes);
        return reply;
    }

    /// <summary>The reply to any other opcode: unknown command, with words that say what to use.</summary>
    public static byte[] Refusal(byte opcode, uint opaque)
    {
        var words = "mainstay: the binary protocol is not served here, except config get; use the text or meta protocol"u8;
        var reply = new byte[HeaderBytes + words.Length];
        WriteHeader(reply, opcode, 0, UnknownCommand, opaque);
        words.CopyTo(reply.AsSpan(HeaderBytes));
        return reply;
    }

    private static void WriteHeader(Span<byte> reply, byte opcode, byte extrasLength, ushort status, uint opaque)
    {
        reply[0] = ReplyMagic;
        reply[1] = opcode;
        reply[4] = extrasLength;
        BinaryPrimitives.WriteUInt16BigEndian(reply[6..], status);
        BinaryPrimitives.WriteUInt32BigEndian(reply[8..], (uint)(reply.Length - HeaderBytes));
        BinaryPrimitives.WriteUInt32BigEndian(reply[12..], opaque);
    }
}
