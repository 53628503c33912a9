using System.Security.Cryptography;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Routing;

/// <summary>
/// The name that a key has on another node while its own does not serve. It is that outage's alone: what is left of it there is never found again,
/// so that nothing stale comes back when the node fails a second time.
/// </summary>
internal static class OutageKey
{
    /// <summary>Bytes of the longest: in base64 it is no longer than a key may be. However a client writes a key, it has one name.</summary>
    public const int Longest = MemcachedKeys.Longest / 4 * 3;

    private const int HashBytes = 32;

    private static ReadOnlySpan<byte> Prefix => "mainstay:"u8;

    private static ReadOnlySpan<byte> Digits => "0123456789abcdefghijklmnopqrstuvwxyz"u8;

    /// <summary>Writes the name; its length. A key that is too long with it is named by its SHA-256.</summary>
    public static int Write(ReadOnlySpan<byte> key, long outage, Span<byte> target)
    {
        Prefix.CopyTo(target);
        var at = Prefix.Length;
        for (var left = outage; left > 0; left /= Digits.Length) target[at++] = Digits[(int)(left % Digits.Length)];
        target[at++] = (byte)':';
        if (at + key.Length <= Longest)
        {
            key.CopyTo(target[at..]);
            return at + key.Length;
        }

        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(key, hash);
        target[at++] = (byte)'#';
        foreach (var part in hash)
        {
            target[at++] = Digits[part >> 4];
            target[at++] = Digits[part & 15];
        }

        return at;
    }
}
