using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Serving;

/// <summary>Answers one message out of a zone (RFC 1034, 4.3.2, for one zone without delegations, aliases and wildcards). Pure.</summary>
internal static class Responder
{
    /// <summary>Bytes over UDP without EDNS (RFC 1035, 4.2.1).</summary>
    public const int PlainDatagram = 512;

    /// <summary>Most bytes over UDP, and what we say that we take: more might be split on the way.</summary>
    public const int LargestDatagram = 1232;

    private const int OptionsLength = 11;
    private const int Internet = 1;

    /// <summary>Writes the answer to <paramref name="message"/>.</summary>
    /// <param name="zone">What there is to tell.</param>
    /// <param name="message">What was received.</param>
    /// <param name="output">Takes the answer; at least <see cref="LargestDatagram"/> bytes.</param>
    /// <param name="datagram">Whether it goes over UDP, in the size that the asker takes.</param>
    /// <param name="turn">Which of several addresses is named first, so that askers spread.</param>
    /// <param name="code">What the answer says; unchanged where there is none.</param>
    /// <returns>Its length; 0 for no answer at all.</returns>
    public static int Answer(Zone zone, ReadOnlySpan<byte> message, Span<byte> output, bool datagram, uint turn, ref ResponseCode code)
    {
        var fault = QueryReader.Read(message, out var query);
        if (fault == QueryFault.Silence) return 0;
        var room = datagram ? query.HasOptions ? Math.Clamp(query.PayloadSize, PlainDatagram, LargestDatagram) : PlainDatagram : output.Length;
        var writer = new WireWriter(output[..Math.Min(room, output.Length)]);
        code = fault switch
        {
            QueryFault.Malformed => WriteHead(ref writer, query, ResponseCode.FormatError),
            QueryFault.OtherOperation => WriteHead(ref writer, query, ResponseCode.NotImplemented),
            _ => WriteAnswer(ref writer, zone, message, query, turn, fault),
        };
        return writer.Length;
    }

    private static ResponseCode WriteAnswer(ref WireWriter whole, Zone zone, ReadOnlySpan<byte> message, DnsQuery query, uint turn, QueryFault fault)
    {
        // 1. The head and the question, letter by letter as it was asked (0x20).
        WriteHead(ref whole, query, ResponseCode.Done);
        whole.Patch(4, 1);
        whole.Bytes(message.Slice(WireWriter.Head, query.QuestionLength));

        // 2. What there is to say to it.
        var code = fault == QueryFault.OtherVersion ? ResponseCode.BadVersion : ResponseCode.Refused;
        if (fault == QueryFault.None && query.Class == Internet && query.Kind is not (RecordKind.ZoneTransfer or RecordKind.ChangesTransfer))
        {
            Span<char> key = stackalloc char[DnsName.Longest];
            key = key[..query.NameLength];
            DnsName.Key(message.Slice(WireWriter.Head, query.NameLength), key);
            if (zone.Locate(key) is var inside and >= 0) code = WriteRecords(ref whole, zone, query, zone.Find(key), WireWriter.Head + inside, turn);
        }

        // 3. EDNS is answered by EDNS; a code of more than 4 bits has its upper ones there.
        whole.Patch(2, Flags(query, code) | (whole.Truncated ? 0x0200 : 0) | (whole.Authoritative ? 0x0400 : 0));
        if (query.HasOptions) WriteOptions(ref whole, query, code);
        return code;
    }

    private static ResponseCode WriteRecords(ref WireWriter writer, Zone zone, DnsQuery query, ZoneEntry? entry, int zoneAt, uint turn)
    {
        writer.Authoritative = true;
        var begin = writer.Length;
        writer.Reserve(query.HasOptions ? OptionsLength : 0);
        var records = new RecordWriter(zone, zoneAt, turn);
        var count = entry is null ? 0 : records.WriteAnswers(ref writer, entry, query.Kind);
        if (count > 0)
        {
            writer.Patch(6, count);
        }
        else
        {
            // That there is nothing is an answer too, for as long as the zone's authority says.
            records.WriteAuthority(ref writer, zoneAt, Zone.NegativeSeconds);
            writer.Patch(8, 1);
        }

        if (writer.Overflowed)
        {
            // Part of a set is no answer (RFC 2181, 5.2): the asker comes again over TCP.
            writer.Back(begin);
            writer.Patch(6, 0);
            writer.Patch(8, 0);
            writer.Truncated = true;
        }
        else if (entry is { IsApex: true } && query.Kind == RecordKind.NameServer)
        {
            writer.Patch(10, records.WriteServerAddresses(ref writer));
        }

        writer.Reserve(0);
        return entry is null ? ResponseCode.NoSuchName : ResponseCode.Done;
    }

    private static ResponseCode WriteHead(ref WireWriter writer, DnsQuery query, ResponseCode code)
    {
        writer.Word(query.Id);
        writer.Word(Flags(query, code));
        writer.Long(0);
        writer.Long(0);
        return code;
    }

    private static void WriteOptions(ref WireWriter writer, DnsQuery query, ResponseCode code)
    {
        writer.Byte(0);
        writer.Word((int)RecordKind.Options);
        writer.Word(LargestDatagram);
        writer.Byte((byte)((int)code >> 4));
        writer.Byte(0);
        writer.Word(query.WantsSignatures ? 0x8000 : 0);
        writer.Word(0);
        writer.Increment(10);
    }

    private static int Flags(DnsQuery query, ResponseCode code) => 0x8000 | (query.Operation << 11) | (query.RecursionDesired ? 0x0100 : 0) | ((int)code & 0xF);
}
