namespace Mainstay.Protocol.Memcached;

/// <summary>Keys: their longest, and how they are written in base64.</summary>
public static class MemcachedKeys
{
    /// <summary>Longest key, in bytes; as it stands in the line, in base64 too.</summary>
    public const int Longest = 250;

    /// <summary>
    /// Decodes a key as the server does: bytes that are no base64 are passed over, and what is left must be whole groups of four. The first
    /// group with padding is the last one. <paramref name="target"/> of <see cref="Longest"/> bytes is enough for every key.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> base64, Span<byte> target, out int count)
    {
        count = 0;
        var digits = 0;
        foreach (var next in base64)
            if (Digit(next) >= 0) digits++;
        if (digits == 0 || digits % 4 != 0 || digits / 4 * 3 > target.Length) return false;

        int group = 0, held = 0, padding = 0;
        foreach (var next in base64)
        {
            var digit = Digit(next);
            if (digit < 0) continue;
            if (next == '=') padding++;
            group = (group << 6) | digit;
            if (++held < 4) continue;
            if (padding > 2) return false;
            target[count] = (byte)(group >> 16);
            target[count + 1] = (byte)(group >> 8);
            target[count + 2] = (byte)group;
            count += 3 - padding;
            if (padding > 0) return true;
            group = held = 0;
        }

        return true;
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'A' and <= (byte)'Z' => value - 'A',
        >= (byte)'a' and <= (byte)'z' => value - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => value - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        (byte)'=' => 0,
        _ => -1,
    };
}
