namespace Mainstay.Server.Dns.Wire;

/// <summary>Names as they are sent: labels with their lengths, an empty one at the end (RFC 1035, 3.1).</summary>
internal static class DnsName
{
    /// <summary>Bytes that a name can have.</summary>
    public const int Longest = 255;

    private const int LongestLabel = 63;
    private const int Pointer = 0xC0;

    /// <summary>A name with dots, as it is sent.</summary>
    public static byte[] Encode(string name)
    {
        var bytes = new List<byte>(name.Length + 2);
        foreach (var label in name.Split('.'))
        {
            bytes.Add((byte)label.Length);
            foreach (var letter in label) bytes.Add((byte)letter);
        }

        bytes.Add(0);
        return bytes.Count <= Longest ? [.. bytes] : throw new ArgumentException($"{name} is longer than a name can be", nameof(name));
    }

    /// <summary>What names are compared by, as RFC 4343 wants it: the bytes as sent, letters of ASCII in lower case.</summary>
    public static string Key(string name) => string.Create(name.Length + 2, Encode(name), (key, bytes) => Key(bytes, key));

    /// <summary>The same of a name that was received, into <paramref name="key"/>, which has room for it.</summary>
    public static void Key(ReadOnlySpan<byte> name, Span<char> key)
    {
        for (var i = 0; i < name.Length; i++) key[i] = name[i] is >= (byte)'A' and <= (byte)'Z' and var letter ? (char)(letter + 32) : (char)name[i];
    }

    /// <summary>Length in bytes of the uncompressed name that begins there, its end included; -1 when there is none.</summary>
    public static int Measure(ReadOnlySpan<byte> message, int at)
    {
        for (var next = at; next < message.Length; next += message[next] + 1)
        {
            if (message[next] > LongestLabel || next - at >= Longest) return -1;
            if (message[next] == 0) return next + 1 - at;
        }

        return -1;
    }

    /// <summary>Where a name ends that may be compressed; -1 when there is none. What it refers to is not followed.</summary>
    public static int Skip(ReadOnlySpan<byte> message, int at)
    {
        for (var next = at; next < message.Length && next - at < Longest; next += message[next] + 1)
        {
            if (message[next] == 0) return next + 1;
            if (message[next] >= Pointer) return next + 2 <= message.Length ? next + 2 : -1;
            if (message[next] > LongestLabel) return -1;
        }

        return -1;
    }
}
