using System.Globalization;

namespace Mainstay.Core.Topology;

/// <summary>Where a data server listens. Written <c>host:port</c>, with brackets round an IPv6 host: <c>[::1]:6400</c>.</summary>
public sealed record NodeAddress(string Host, int Port)
{
    /// <summary>
    /// Reads <c>host:port</c> or <c>[ipv6]:port</c>; port 1–65535. Returns null for anything else, a bare IPv6 address included
    /// (its last group could not be told from a port).
    /// </summary>
    public static NodeAddress? TryParse(string? text)
    {
        if (text is null) return null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0) return null;
        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':')) return null;
        if (host.Length == 0) return null;
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        return port is >= 1 and <= 65535 ? new NodeAddress(host, port) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
