using System.Collections.Immutable;
using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Serving;

/// <summary>Writes the records of a zone; names point into the question, which ends with the zone's.</summary>
/// <param name="zone">The zone.</param>
/// <param name="zoneAt">Where in the message the zone's name begins.</param>
/// <param name="turn">Which of several addresses is first.</param>
internal readonly struct RecordWriter(Zone zone, int zoneAt, uint turn)
{
    private const int Internet = 1;
    private const int Pointer = 0xC000;

    // Nobody transfers this zone; these say so to who looks, in seconds.
    private const uint Refresh = 3600, Retry = 600, Expire = 86400;

    /// <summary>What <paramref name="entry"/> has of a kind; one set of whatever it has where all are asked for (RFC 8482). How many records.</summary>
    public int WriteAnswers(ref WireWriter writer, ZoneEntry entry, RecordKind kind)
    {
        if (kind == RecordKind.Any)
            kind = entry.IsApex ? RecordKind.Authority : entry.V4.IsEmpty ? RecordKind.AddressV6 : RecordKind.Address;
        switch (kind)
        {
            case RecordKind.Address:
                return WriteAddresses(ref writer, WireWriter.Head, RecordKind.Address, entry.V4);
            case RecordKind.AddressV6:
                return WriteAddresses(ref writer, WireWriter.Head, RecordKind.AddressV6, entry.V6);
            case RecordKind.Authority when entry.IsApex:
                WriteAuthority(ref writer, WireWriter.Head, zone.Seconds);
                return 1;
            case RecordKind.NameServer when entry.IsApex:
                var length = Begin(ref writer, WireWriter.Head, RecordKind.NameServer, zone.Seconds);
                WriteBelow(ref writer, Zone.ServerLabel);
                End(ref writer, length);
                return 1;
            default:
                return 0;
        }
    }

    /// <summary>The zone's authority (SOA), whose last figure is for how long a negative answer may be kept.</summary>
    public void WriteAuthority(ref WireWriter writer, int owner, uint seconds)
    {
        var length = Begin(ref writer, owner, RecordKind.Authority, seconds);
        WriteBelow(ref writer, Zone.ServerLabel);
        WriteBelow(ref writer, "hostmaster");
        writer.Long(zone.Serial);
        writer.Long(Refresh);
        writer.Long(Retry);
        writer.Long(Expire);
        writer.Long(Zone.NegativeSeconds);
        End(ref writer, length);
    }

    /// <summary>Addresses of the name server behind an answer that names it. How many; 0 where they don't fit.</summary>
    public int WriteServerAddresses(ref WireWriter writer)
    {
        // The name is where the answer's only record has it: behind that record's head.
        var begin = writer.Length;
        var name = begin - (Zone.ServerLabel.Length + 1 + 2);
        var count = WriteAddresses(ref writer, name, RecordKind.Address, zone.Server.V4) + WriteAddresses(ref writer, name, RecordKind.AddressV6, zone.Server.V6);
        if (!writer.Overflowed) return count;
        writer.Back(begin);
        return 0;
    }

    private int WriteAddresses(ref WireWriter writer, int owner, RecordKind kind, ImmutableArray<byte[]> addresses)
    {
        for (var i = 0; i < addresses.Length; i++)
        {
            var address = addresses[(int)((turn + (uint)i) % (uint)addresses.Length)];
            var length = Begin(ref writer, owner, kind, zone.Seconds);
            writer.Bytes(address);
            End(ref writer, length);
        }

        return addresses.Length;
    }

    private static int Begin(ref WireWriter writer, int owner, RecordKind kind, uint seconds)
    {
        writer.Word(Pointer | owner);
        writer.Word((int)kind);
        writer.Word(Internet);
        writer.Long(seconds);
        writer.Word(0);
        return writer.Length;
    }

    private static void End(ref WireWriter writer, int begin) => writer.Patch(begin - 2, writer.Length - begin);

    private void WriteBelow(ref WireWriter writer, string label)
    {
        writer.Byte((byte)label.Length);
        foreach (var letter in label) writer.Byte((byte)letter);
        writer.Word(Pointer | zoneAt);
    }
}
