using System.Globalization;
using System.Text;

namespace Mainstay.Core.Serving;

/// <summary>
/// Rewrites what a server says about its place in the topology, so that a client that explores stays on the endpoint. The primary
/// endpoint looks like a primary without replicas, the reader endpoint like a replica of the primary endpoint.
/// </summary>
public static class PublicInfo
{
    /// <summary>INFO's text, whole or one section of it.</summary>
    /// <param name="text">What the server answered.</param>
    /// <param name="asReplica">Whether this is a reader endpoint.</param>
    /// <param name="ownPort">The endpoint's port, shown instead of the node's.</param>
    /// <param name="primaryHost">For a reader: where the primary endpoint is.</param>
    /// <param name="primaryPort">For a reader: its port.</param>
    public static string Info(string text, bool asReplica, int ownPort, string primaryHost, int primaryPort)
    {
        ArgumentNullException.ThrowIfNull(text);
        var output = new StringBuilder(text.Length);
        var inReplication = false;
        foreach (var line in text.Split("\r\n"))
        {
            if (line.StartsWith('#')) inReplication = line == "# Replication";
            if (line.StartsWith("tcp_port:", StringComparison.Ordinal)) output.Append(CultureInfo.InvariantCulture, $"tcp_port:{ownPort}\r\n");
            else if (line.StartsWith("listener", StringComparison.Ordinal) || (inReplication && IsTopology(line))) continue;
            else if (!inReplication || !line.StartsWith("role:", StringComparison.Ordinal)) output.Append(line).Append("\r\n");
            else if (asReplica) output.Append(CultureInfo.InvariantCulture, $"role:slave\r\nmaster_host:{primaryHost}\r\nmaster_port:{primaryPort}\r\nmaster_link_status:up\r\nconnected_slaves:0\r\n");
            else output.Append("role:master\r\nconnected_slaves:0\r\n");
        }

        // The split left one empty line too many at the end.
        if (output.Length >= 2) output.Length -= 2;
        return output.ToString();
    }

    /// <summary>Lines of CLIENT LIST and CLIENT INFO: the address on which the node was reached is the endpoint's for the client.</summary>
    public static string ClientLines(string text, string ownAddress)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
            if (words[i].StartsWith("laddr=", StringComparison.Ordinal)) words[i] = "laddr=" + ownAddress;
            else if (words[i].StartsWith("addr=/", StringComparison.Ordinal)) words[i] = "addr=" + ownAddress;
        return string.Join(' ', words);
    }

    private static bool IsTopology(string line) =>
        (line.StartsWith("slave", StringComparison.Ordinal) && line.Length > 5 && char.IsAsciiDigit(line[5]))
        || line.StartsWith("connected_slaves:", StringComparison.Ordinal)
        || line.StartsWith("master_host:", StringComparison.Ordinal)
        || line.StartsWith("master_port:", StringComparison.Ordinal)
        || line.StartsWith("master_link_status:", StringComparison.Ordinal)
        || line.StartsWith("master_link_down_since_seconds:", StringComparison.Ordinal)
        || line.StartsWith("min_slaves_good_slaves:", StringComparison.Ordinal);
}
