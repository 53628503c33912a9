using System.Buffers.Binary;

namespace Mainstay.Server.Dns.Wire;

/// <summary>Reads queries (RFC 1035, 4; RFC 6891). Pure: believes no length, follows no pointer, allocates nothing.</summary>
internal static class QueryReader
{
    /// <summary>Most records behind the question: there may be one of EDNS, a signature and little else.</summary>
    private const int MostRecords = 8;

    private const int RecordHead = 10;

    /// <summary>What is wrong with <paramref name="message"/>; what could be read is in <paramref name="query"/>.</summary>
    public static QueryFault Read(ReadOnlySpan<byte> message, out DnsQuery query)
    {
        query = default;

        // 1. The head: what is no query gets no answer.
        if (message.Length < WireWriter.Head) return QueryFault.Silence;
        var flags = Word(message, 2);
        query = new DnsQuery(Word(message, 0), (flags >> 11) & 0xF, (flags & 0x0100) != 0);
        if ((flags & 0x8000) != 0) return QueryFault.Silence;
        if (query.Operation != 0) return QueryFault.OtherOperation;
        if (Word(message, 4) != 1) return QueryFault.Malformed;

        // 2. The question.
        var length = DnsName.Measure(message, WireWriter.Head);
        var at = WireWriter.Head + length;
        if (length < 0 || message.Length - at < 4) return QueryFault.Malformed;
        query = query with { NameLength = length, Kind = (RecordKind)Word(message, at), Class = Word(message, at + 2) };

        // 3. What follows it; a question for changes names the state that is known in the authority section (RFC 1995).
        var records = Word(message, 8) + Word(message, 10);
        if (Word(message, 6) != 0 || (Word(message, 8) != 0 && query.Kind != RecordKind.ChangesTransfer) || records > MostRecords) return QueryFault.Malformed;
        at += 4;
        var version = 0;
        for (var i = 0; i < records; i++)
            if (!ReadRecord(message, ref at, ref query, ref version)) return QueryFault.Malformed;
        return at != message.Length ? QueryFault.Malformed : version != 0 ? QueryFault.OtherVersion : QueryFault.None;
    }

    private static bool ReadRecord(ReadOnlySpan<byte> message, ref int at, ref DnsQuery query, ref int version)
    {
        var start = at;
        at = DnsName.Skip(message, at);
        if (at < 0 || message.Length - at < RecordHead) return false;
        var (kind, size, length) = ((RecordKind)Word(message, at), Word(message, at + 2), Word(message, at + 8));
        if (message.Length - at - RecordHead < length) return false;
        if (kind == RecordKind.Options)
        {
            // One, of the root, and its options fill it.
            if (query.HasOptions || message[start] != 0 || !AreOptions(message.Slice(at + RecordHead, length))) return false;
            query = query with { HasOptions = true, PayloadSize = size, WantsSignatures = (message[at + 6] & 0x80) != 0 };
            version = message[at + 5];
        }

        at += RecordHead + length;
        return true;
    }

    private static bool AreOptions(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            if (data.Length < 4 || data.Length - 4 < Word(data, 2)) return false;
            data = data[(4 + Word(data, 2))..];
        }

        return true;
    }

    private static ushort Word(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
}
