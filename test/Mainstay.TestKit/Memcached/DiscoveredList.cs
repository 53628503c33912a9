using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Mainstay.TestKit.Memcached;

/// <summary>
/// What Auto Discovery tells, read without mercy: a line with the version, a line with <c>host|ip|port</c> of each node, one space between two, sorted by
/// host, and nothing else (Amazon ElastiCache, "Adding Auto Discovery to your client library").
/// </summary>
public sealed partial record DiscoveredList(long Version, IReadOnlyList<DiscoveredNode> Nodes)
{
    private const string Older = "VALUE AmazonElastiCache:cluster 0 ", Newer = "CONFIG cluster 0 ", End = "\r\nEND\r\n";

    /// <summary>The ports of its nodes.</summary>
    public IReadOnlyList<int> Ports => [.. Nodes.Select(node => node.Port)];

    /// <summary>Reads a whole answer to <c>config get cluster</c>, or, when <paramref name="older"/>, to <c>get AmazonElastiCache:cluster</c>.</summary>
    /// <exception cref="FormatException">A byte is not as described.</exception>
    public static DiscoveredList ParseAnswer(ReadOnlySpan<byte> answer, bool older = false)
    {
        var text = Encoding.Latin1.GetString(answer);
        var begin = older ? Older : Newer;
        if (!text.StartsWith(begin, StringComparison.Ordinal)) throw Wrong("it does not begin with", begin, text);
        var lineEnd = text.IndexOf("\r\n", StringComparison.Ordinal);
        if (lineEnd < 0) throw Wrong("the first line has no end", begin, text);
        var length = WholeNumber(text[begin.Length..lineEnd], text);
        var payload = lineEnd + 2;
        if (text.Length != payload + length + End.Length) throw Wrong("its length is not that of", text[..lineEnd], text);
        if (!text.EndsWith(End, StringComparison.Ordinal)) throw Wrong("it does not end with", End, text);
        return ParsePayload(text.Substring(payload, (int)length));
    }

    /// <summary>Reads what the length of an answer counts.</summary>
    /// <exception cref="FormatException">A byte is not as described.</exception>
    public static DiscoveredList ParsePayload(string payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var lines = payload.Split('\n');
        if (lines is not [var version, var list, ""]) throw Wrong("it is not two lines", "version\\nlist\\n", payload);
        var nodes = list.Split(' ').Select(entry => ParseNode(entry, payload)).ToList();
        for (var i = 1; i < nodes.Count; i++)
            if (string.CompareOrdinal(nodes[i - 1].Host, nodes[i].Host) > 0) throw Wrong("nodes are not sorted by", "host", payload);
        if (nodes.Distinct().Count() != nodes.Count) throw Wrong("a node is told twice in", list, payload);
        return new DiscoveredList(WholeNumber(version, payload), nodes);
    }

    public override string ToString() => $"version {Version}: {string.Join(' ', Nodes)}";

    private static DiscoveredNode ParseNode(string entry, string all)
    {
        if (entry.Split('|') is not [var host, var ip, var port]) throw Wrong("an entry is not host|ip|port:", entry, all);
        if (!HostName().IsMatch(host)) throw Wrong("clients do not know such a host:", host, all);
        if (!IPAddress.TryParse(ip, out var address) || address.AddressFamily != AddressFamily.InterNetwork || address.ToString() != ip) throw Wrong("this is no IPv4 address:", ip, all);
        var number = WholeNumber(port, all);
        return number is > 0 and <= ushort.MaxValue ? new DiscoveredNode(host, ip, (int)number) : throw Wrong("this is no port:", port, all);
    }

    private static long WholeNumber(string text, string all) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : throw Wrong("this is no whole number:", text, all);

    private static FormatException Wrong(string what, string part, string all) => new($"Auto Discovery's answer: {what} \"{part}\" in \"{all}\"");

    [GeneratedRegex(@"\A[-.a-zA-Z0-9]+\z")]
    private static partial Regex HostName();
}
