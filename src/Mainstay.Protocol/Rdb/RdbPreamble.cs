using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Mainstay.Protocol.Rdb;

/// <summary>
/// The beginning of an RDB file: its version, and the auxiliary fields that say who wrote it and where it stands in which history
/// (redis <c>rdb.c</c>, <c>rdbSaveInfoAuxFields</c>). What follows, the data, is not looked at.
/// </summary>
public sealed class RdbPreamble
{
    /// <summary>Enough of a file to hold any preamble that a server writes, in bytes.</summary>
    public const int Enough = 4096;

    /// <summary>Bytes of the checksum at a file's end, from version 5 on.</summary>
    public const int ChecksumLength = 8;

    private const string ReplicationIdField = "repl-id";
    private const string OffsetField = "repl-offset";
    private const byte AuxiliaryField = 0xFA;
    private const int MagicLength = 9;
    private const int LeastVersion = 5;

    private readonly ImmutableArray<(string Key, string? Value, byte[] Raw)> _fields;

    private RdbPreamble(int version, int length, ImmutableArray<(string Key, string? Value, byte[] Raw)> fields) => (Version, Length, _fields) = (version, length, fields);

    /// <summary>The format's version; 10 is Redis 7.0's.</summary>
    public int Version { get; }

    /// <summary>Bytes of the preamble in the file.</summary>
    public int Length { get; }

    /// <summary>The version of the server that wrote it; null when it does not say.</summary>
    public string? ServerVersion => Find("redis-ver") ?? Find("valkey-ver");

    /// <summary>When it was written, in seconds since 1970; null when it does not say.</summary>
    public long? WrittenAt => Number("ctime");

    /// <summary>Bytes of memory that the data took; null when it does not say.</summary>
    public long? UsedMemory => Number("used-mem");

    /// <summary>The history it is of, 40 hex digits; null when it does not say.</summary>
    public string? ReplicationId => Find(ReplicationIdField);

    /// <summary>Its place in that history; null when it does not say.</summary>
    public long? Offset => Number(OffsetField);

    /// <summary>Reads the preamble of a file that begins with <paramref name="head"/>.</summary>
    /// <exception cref="RdbFormatException">It is no RDB file, is older than version 5, or ends within the preamble.</exception>
    public static RdbPreamble Read(ReadOnlySpan<byte> head)
    {
        if (head.Length < MagicLength || !head.StartsWith("REDIS"u8) || !int.TryParse(head[5..MagicLength], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new RdbFormatException("it is no RDB file: it does not begin with REDIS and a version");
        if (version < LeastVersion) throw new RdbFormatException($"its format is version {version}, which has no checksum; versions from {LeastVersion} on are taken");
        var fields = ImmutableArray.CreateBuilder<(string, string?, byte[])>();
        var at = MagicLength;
        while (at < head.Length && head[at] == AuxiliaryField)
        {
            var begin = at++;
            var key = ReadString(head, ref at) ?? throw new RdbFormatException("a field of its preamble has a compressed name");
            var value = ReadString(head, ref at);
            fields.Add((key, value, head[begin..at].ToArray()));
        }

        return new RdbPreamble(version, at, fields.ToImmutable());
    }

    /// <summary>The same preamble with the data as the beginning of history <paramref name="replicationId"/>, at <paramref name="offset"/> in it.</summary>
    public byte[] In(string replicationId, long offset)
    {
        using var text = new MemoryStream();
        text.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"REDIS{Version:0000}")));
        foreach (var (key, _, raw) in _fields)
            if (key is not (ReplicationIdField or OffsetField)) text.Write(raw);
        WriteField(text, ReplicationIdField, replicationId);
        WriteField(text, OffsetField, offset.ToString(CultureInfo.InvariantCulture));
        return text.ToArray();
    }

    private long? Number(string key) => long.TryParse(Find(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Find(string key)
    {
        foreach (var field in _fields)
            if (field.Key == key) return field.Value;
        return null;
    }

    private static void WriteField(MemoryStream text, string key, string value)
    {
        text.WriteByte(AuxiliaryField);
        foreach (var part in (string[])[key, value])
        {
            // Six bits of length are enough for both.
            text.WriteByte((byte)part.Length);
            text.Write(Encoding.ASCII.GetBytes(part));
        }
    }

    /// <summary>A string of the format; null for a compressed one, which is skipped.</summary>
    private static string? ReadString(ReadOnlySpan<byte> data, ref int at)
    {
        var first = Take(data, ref at, 1)[0];
        switch (first >> 6)
        {
            case 0: return Text(Take(data, ref at, first & 0x3F));
            case 1: return Text(Take(data, ref at, ((first & 0x3F) << 8) | Take(data, ref at, 1)[0]));
            case 3 when (first & 0x3F) < 3:
                var bytes = Take(data, ref at, 1 << (first & 0x3F));
                var number = 0;
                for (var i = bytes.Length - 1; i >= 0; i--) number = (number << 8) | bytes[i];
                number = bytes.Length switch { 1 => (sbyte)number, 2 => (short)number, _ => number };
                return number.ToString(CultureInfo.InvariantCulture);
            case 3 when (first & 0x3F) == 3:
                var (packed, _) = (ReadLength(data, ref at), ReadLength(data, ref at));
                Take(data, ref at, packed);
                return null;
            default:
                throw new RdbFormatException("a field of its preamble has a length that none has");
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> data, ref int at)
    {
        var first = Take(data, ref at, 1)[0];
        return (first >> 6) switch
        {
            0 => first & 0x3F,
            1 => ((first & 0x3F) << 8) | Take(data, ref at, 1)[0],
            _ => throw new RdbFormatException("a field of its preamble has a length that none has"),
        };
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> data, ref int at, int length)
    {
        if (length > data.Length - at) throw new RdbFormatException("it ends within its preamble");
        var taken = data.Slice(at, length);
        at += length;
        return taken;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
