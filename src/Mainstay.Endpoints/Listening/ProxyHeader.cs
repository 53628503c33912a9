using System.Buffers.Binary;
using System.Net;

namespace Mainstay.Endpoints.Listening;

/// <summary>
/// The header by which a proxy says whom it speaks for: HAProxy's PROXY protocol, version 2, in binary (proxy-protocol.txt, section 2.2).
/// </summary>
internal static class ProxyHeader
{
    /// <summary>Bytes of what every header begins with: a signature, version and command, family, and the length of the rest.</summary>
    public const int PrefixBytes = 16;

    /// <summary>The longest that is read, with its prefix. Addresses take 216 bytes at most; the rest is for what proxies add.</summary>
    public const int MostBytes = 4096;

    private const int LengthAt = 14;
    private const int Local = 0x20;
    private const int Proxy = 0x21;
    private const int Unspecified = 0x00;
    private const int Tcp4 = 0x11;
    private const int Tcp6 = 0x21;
    private const int Unix = 0x31;
    private const int Tcp4Bytes = 12;
    private const int Tcp6Bytes = 36;
    private const int UnixBytes = 216;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Whether these bytes can be the beginning of one.</summary>
    public static bool CanBegin(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Min(bytes.Length, Signature.Length);
        return bytes[..length].SequenceEqual(Signature[..length]);
    }

    /// <summary>How long a header is in all, by its prefix; null for one that makes no sense or is too long.</summary>
    public static int? Length(ReadOnlySpan<byte> prefix)
    {
        if (!CanBegin(prefix) || prefix[12] is not (Local or Proxy)) return null;
        var rest = BinaryPrimitives.ReadUInt16BigEndian(prefix[LengthAt..]);
        var needed = prefix[12] == Local ? 0 : Needed(prefix[13]);
        return needed is null || rest < needed || PrefixBytes + rest > MostBytes ? null : PrefixBytes + rest;
    }

    /// <summary>Who connected to the proxy, by a header whose <see cref="Length"/> is known; null when it speaks for itself, or for nobody with an address.</summary>
    public static IPEndPoint? Source(ReadOnlySpan<byte> header)
    {
        if (header[12] == Local) return null;
        var addresses = header[PrefixBytes..];
        return header[13] switch
        {
            Tcp4 => new IPEndPoint(new IPAddress(addresses[..4]), BinaryPrimitives.ReadUInt16BigEndian(addresses[8..])),
            Tcp6 => new IPEndPoint(Plain(new IPAddress(addresses[..16])), BinaryPrimitives.ReadUInt16BigEndian(addresses[32..])),
            _ => null,
        };
    }

    /// <summary>An address of IPv4 that is written as one of IPv6 is the same client.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Bytes that the addresses of a family take; null for one that no TCP connection has.</summary>
    private static int? Needed(byte family) => family switch
    {
        Unspecified => 0,
        Tcp4 => Tcp4Bytes,
        Tcp6 => Tcp6Bytes,
        Unix => UnixBytes,
        _ => null,
    };
}
