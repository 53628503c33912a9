using System.Buffers.Binary;
using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Updating;

/// <summary>What the other server said to an update.</summary>
/// <param name="Id">Whose answer it is.</param>
/// <param name="Code">How it went.</param>
/// <param name="Signature">Its signature; null where there is none.</param>
/// <param name="UnsignedLength">Bytes of the message before the signature.</param>
internal sealed record UpdateReply(ushort Id, ResponseCode Code, TsigRecord? Signature, int UnsignedLength)
{
    private const int RecordHead = 10;

    /// <summary>Reads a message; null when it is no answer.</summary>
    public static UpdateReply? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < WireWriter.Head || (message[2] & 0x80) == 0) return null;
        var at = WireWriter.Head;
        for (var i = 0; i < Word(message, 4); i++)
        {
            at = DnsName.Skip(message, at);
            if (at < 0 || message.Length - at < 4) return null;
            at += 4;
        }

        TsigRecord? signature = null;
        var unsigned = message.Length;
        for (var left = Word(message, 6) + Word(message, 8) + Word(message, 10); left > 0; left--)
        {
            var start = at;
            at = DnsName.Skip(message, at);
            if (at < 0 || message.Length - at < RecordHead) return null;
            var (kind, length) = ((RecordKind)Word(message, at), Word(message, at + 8));
            if (message.Length - at - RecordHead < length) return null;
            if (kind == RecordKind.Signature)
            {
                // It is the last one, and its name is not compressed (RFC 8945, 5.1 and 4.2).
                if (left != 1 || DnsName.Measure(message, start) != at - start) return null;
                signature = TsigRecord.Read(message[start..at], message.Slice(at + RecordHead, length));
                unsigned = start;
            }

            at += RecordHead + length;
        }

        return new UpdateReply(Word(message, 0), (ResponseCode)(message[3] & 0xF), signature, unsigned);
    }

    /// <summary>The message as it was when it was signed.</summary>
    public byte[] Unsigned(ReadOnlySpan<byte> message)
    {
        var unsigned = message[..UnsignedLength].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(unsigned, Signature?.OriginalId ?? Id);
        BinaryPrimitives.WriteUInt16BigEndian(unsigned.AsSpan(10), (ushort)(Word(message, 10) - 1));
        return unsigned;
    }

    private static ushort Word(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
}
