using System.Collections.Immutable;
using System.Net.Sockets;
using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Updating;

/// <summary>Writes a message that replaces the addresses of names (RFC 2136): either all of it takes effect or nothing. Pure.</summary>
internal static class UpdateMessage
{
    /// <summary>Most names in one message.</summary>
    public const int MostNames = 8;

    private const int Update = 5;
    private const int Internet = 1, NoClass = 254, AnyClass = 255;
    private const int ZoneName = 0xC000 | WireWriter.Head;

    /// <summary>
    /// For each of <paramref name="names"/>: its addresses are removed and those of <paramref name="wanted"/> put in their place, provided that
    /// it is no alias: that would be somebody else's, and lead elsewhere.
    /// </summary>
    public static void Write(ref WireWriter writer, ushort id, string zone, ImmutableArray<string> names, NameSet wanted, TimeSpan ttl)
    {
        writer.Word(id);
        writer.Word(Update << 11);
        writer.Word(1);
        writer.Word(names.Length);
        writer.Long(0);
        writer.Bytes(DnsName.Encode(zone));
        writer.Word((int)RecordKind.Authority);
        writer.Word(Internet);

        foreach (var name in names) WriteHead(ref writer, name, RecordKind.Alias, NoClass, 0, 0);
        var updates = 0;
        foreach (var name in names)
        {
            WriteHead(ref writer, name, RecordKind.Address, AnyClass, 0, 0);
            WriteHead(ref writer, name, RecordKind.AddressV6, AnyClass, 0, 0);
            foreach (var address in wanted[name])
            {
                var bytes = address.GetAddressBytes();
                WriteHead(ref writer, name, address.AddressFamily == AddressFamily.InterNetworkV6 ? RecordKind.AddressV6 : RecordKind.Address, Internet, (uint)ttl.TotalSeconds, bytes.Length);
                writer.Bytes(bytes);
            }

            updates += 2 + wanted[name].Length;
        }

        writer.Patch(8, updates);
        if (writer.Overflowed) throw new InvalidOperationException($"an update of {names.Length} names does not fit into a message");
    }

    private static void WriteHead(ref WireWriter writer, string name, RecordKind kind, int type, uint seconds, int length)
    {
        writer.Bytes(DnsName.Encode(name).AsSpan()[..^1]);
        writer.Word(ZoneName);
        writer.Word((int)kind);
        writer.Word(type);
        writer.Long(seconds);
        writer.Word(length);
    }
}
