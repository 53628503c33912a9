using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Reads a piece of a server's history as a replica would, by <c>PSYNC</c> on a connection of its own.</summary>
/// <param name="login">As whom; null for servers that ask for nobody.</param>
internal sealed class TailReader(Func<NodeSpec, NodeLogin?> login)
{
    private const int LongestLine = 512;

    /// <summary>
    /// Copies <paramref name="length"/> bytes of history <paramref name="replicationId"/>, from the byte with offset
    /// <paramref name="from"/> on, to a target that is opened only once the server agreed: the commands as it sends them to its replicas.
    /// </summary>
    /// <exception cref="NodeException">The server does not have that piece, or ended the connection before its end.</exception>
    public async Task CopyAsync(NodeSpec node, string replicationId, long from, long length, Func<FileStream> open, CancellationToken cancellationToken)
    {
        using var socket = await NodeDialer.ConnectAsync(node, Timeout.InfiniteTimeSpan, cancellationToken);
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            if (login(node) is { } user) await LogInAsync(stream, user, cancellationToken);

            // A write of its own: PSYNC is refused while another reply is still to be sent.
            await stream.WriteAsync(RespWriter.Command("PSYNC", replicationId, from.ToString(CultureInfo.InvariantCulture)), cancellationToken);
            Expect("+CONTINUE", await ReadLineAsync(stream, cancellationToken));
            await using var target = open();
            await CopyBytesAsync(stream, length, target, cancellationToken);
            target.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is SocketException or IOException { InnerException: SocketException } or EndOfStreamException)
        {
            throw new NodeException(NodeFault.Reset, $"{node.Name} ended the connection while its history was read", e);
        }
    }

    private static async Task LogInAsync(NetworkStream stream, NodeLogin login, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(RespWriter.Command("AUTH", login.User, login.Password), cancellationToken);
        Expect("+OK", await ReadLineAsync(stream, cancellationToken));
    }

    private static void Expect(string begin, string line)
    {
        if (!line.StartsWith(begin, StringComparison.Ordinal)) throw new NodeException(NodeFault.ServerError, $"the history cannot be read: {line.TrimStart('-', '+')}");
    }

    private static async Task CopyBytesAsync(NetworkStream stream, long length, FileStream target, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        while (length > 0)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), cancellationToken);
            if (count == 0) throw new EndOfStreamException();
            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            length -= count;
        }
    }

    /// <summary>One line, a byte at a time, so that nothing of what follows it is taken.</summary>
    private static async Task<string> ReadLineAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < LongestLine)
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n' && line.Length > 0) return line.ToString();
            // An empty line is a sign of life while the server prepares its answer.
            if (one[0] is not ((byte)'\r' or (byte)'\n')) line.Append((char)one[0]);
        }

        throw new NodeException(NodeFault.Protocol, "PSYNC was answered by a line without end");
    }
}
