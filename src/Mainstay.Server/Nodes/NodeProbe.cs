using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Nodes;

/// <summary>Asks a managed node who it is, on a fresh connection, as the control user.</summary>
internal static class NodeProbe
{
    private const int LongestAnswer = 64 << 10;

    /// <summary>
    /// What answers at the node's unix socket, else at its address. Null when nothing does before <paramref name="cancellationToken"/>; an
    /// error reply (loading, busy) is an answer without a run id.
    /// </summary>
    public static async Task<NodeAnswer?> AskAsync(NodeSpec node, NodeCredentials credentials, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = Open(node, out var address);
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            var question = Encoding.ASCII.GetBytes($"AUTH {NodeCredentials.ControlUser} {credentials.ControlPassword}\r\nINFO server\r\n");
            await socket.SendAsync(question, cancellationToken).ConfigureAwait(false);
            var answer = new byte[LongestAnswer];
            for (var length = 0; length < answer.Length;)
            {
                var read = await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0) return null;
                length += read;
                if (Parse(Encoding.ASCII.GetString(answer, 0, length)) is { } parsed) return parsed;
            }
            return null;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>Reads the two replies; null while they are not whole.</summary>
    internal static NodeAnswer? Parse(string replies)
    {
        var first = replies.IndexOf("\r\n", StringComparison.Ordinal);
        if (first < 0) return null;
        var info = replies[(first + 2)..];
        var end = info.IndexOf("\r\n", StringComparison.Ordinal);
        if (end < 0) return null;
        if (info[0] != '$' || !int.TryParse(info.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return new NodeAnswer(null, null);
        if (info.Length < end + 2 + length + 2) return null;
        return new NodeAnswer(Field(info, "run_id:"), int.TryParse(Field(info, "process_id:"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null);
    }

    private static string? Field(string info, string name)
    {
        var at = info.IndexOf("\r\n" + name, StringComparison.Ordinal);
        if (at < 0) return null;
        var from = at + 2 + name.Length;
        return info[from..info.IndexOf("\r\n", from, StringComparison.Ordinal)];
    }

    private static Socket Open(NodeSpec node, out EndPoint address)
    {
        address = node.UnixSocket is { } path ? new UnixDomainSocketEndPoint(path)
            : IPAddress.TryParse(node.Address.Host, out var ip) ? new IPEndPoint(ip, node.Address.Port)
            : new DnsEndPoint(node.Address.Host, node.Address.Port);
        return node.UnixSocket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    }
}
