using System.Buffers.Binary;
using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Updating;

/// <summary>The signature of a message, as it was received (RFC 8945, 4.2).</summary>
/// <param name="Name">The key's name, lower case.</param>
/// <param name="Algorithm">Its algorithm's, lower case.</param>
/// <param name="Seconds">When it was signed, since 1970.</param>
/// <param name="Fudge">Seconds by which clocks may differ.</param>
/// <param name="Mac">The signature; empty where the other side could not or would not sign.</param>
/// <param name="OriginalId">The message's number when it was signed.</param>
/// <param name="Error">What was wrong with ours.</param>
/// <param name="Other">More of that.</param>
internal sealed record TsigRecord(byte[] Name, byte[] Algorithm, long Seconds, int Fudge, byte[] Mac, ushort OriginalId, int Error, byte[] Other)
{
    private const int Fixed = 16;

    /// <summary>Reads a record's data; null when it is none.</summary>
    public static TsigRecord? Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        var length = DnsName.Measure(data, 0);
        if (length < 0 || data.Length - length < Fixed) return null;
        var rest = data[length..];
        var mac = Word(rest, 8);
        if (rest.Length < Fixed + mac) return null;
        var other = Word(rest, 14 + mac);
        if (rest.Length != Fixed + mac + other) return null;
        var seconds = ((long)Word(rest, 0) << 32) | BinaryPrimitives.ReadUInt32BigEndian(rest[2..]);
        return new TsigRecord(Lower(name), Lower(data[..length]), seconds, Word(rest, 6), rest.Slice(10, mac).ToArray(), Word(rest, 10 + mac), Word(rest, 12 + mac), rest[(Fixed + mac)..].ToArray());
    }

    private static byte[] Lower(ReadOnlySpan<byte> name)
    {
        var lower = name.ToArray();
        for (var i = 0; i < lower.Length; i++)
            if (lower[i] is >= (byte)'A' and <= (byte)'Z') lower[i] += 32;
        return lower;
    }

    private static ushort Word(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
}
