using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mainstay.Protocol.Memcached;

/// <summary>The configuration that Auto Discovery answers with, byte for byte as Amazon's clients expect it.</summary>
public static class DiscoveryPayload
{
    private static readonly SearchValues<char> HostLetters = SearchValues.Create("-.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> AddressLetters = SearchValues.Create(".0123456789");

    /// <summary>
    /// <c>version\nhost|ip|port host|ip|port\n</c>, nodes in the order of their names (ordinal), then of their ports. Throws
    /// <see cref="ArgumentException"/> for a name or address that clients can't read.
    /// </summary>
    public static byte[] Write(long version, IReadOnlyList<DiscoveredNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{version}\n");
        var separator = "";
        foreach (var node in nodes.OrderBy(node => node.Host, StringComparer.Ordinal).ThenBy(node => node.Port))
        {
            Check(node.Host, HostLetters, nameof(nodes));
            Check(node.Ip, AddressLetters, nameof(nodes));
            text.Append(CultureInfo.InvariantCulture, $"{separator}{node.Host}|{node.Ip}|{node.Port}");
            separator = " ";
        }

        return Encoding.ASCII.GetBytes(text.Append('\n').ToString());
    }

    /// <summary>The reply to <c>config get cluster</c>.</summary>
    public static byte[] ConfigReply(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Block(Encoding.ASCII.GetBytes($"CONFIG cluster 0 {payload.Length}"), payload);
    }

    /// <summary>The reply to <c>get AmazonElastiCache:cluster</c>, which older clients ask; <paramref name="cas"/> is for <c>gets</c>.</summary>
    public static byte[] ValueReply(byte[] payload, ReadOnlySpan<byte> key, long? cas)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var rest = cas is { } unique ? string.Create(CultureInfo.InvariantCulture, $" 0 {payload.Length} {unique}") : $" 0 {payload.Length}";
        return Block([.. "VALUE "u8, .. key, .. Encoding.ASCII.GetBytes(rest)], payload);
    }

    private static byte[] Block(byte[] line, byte[] payload) => [.. line, .. "\r\n"u8, .. payload, .. "\r\nEND\r\n"u8];

    private static void Check(string text, SearchValues<char> letters, string parameter)
    {
        if (text.Length == 0 || text.AsSpan().ContainsAnyExcept(letters)) throw new ArgumentException($"\"{text}\" can't stand in a discovery payload", parameter);
    }
}
