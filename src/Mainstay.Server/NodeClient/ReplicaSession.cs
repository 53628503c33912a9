using System.Net.Sockets;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Protocol.Resp;

namespace Mainstay.Server.NodeClient;

/// <summary>A connection on which a server is spoken to as its replicas do: requests, and answers that are lines followed by bytes.</summary>
internal sealed class ReplicaSession : IDisposable
{
    private const int LongestLine = 512;

    private readonly NodeLine _line;
    private readonly string _node;

    private ReplicaSession(NodeLine line, string node) => (_line, _node) = (line, node);

    /// <summary>What the server sends after its answer.</summary>
    public Stream Stream => _line.Stream;

    /// <summary>Connects, and logs in where the server asks for somebody.</summary>
    /// <exception cref="NodeException">It could not be connected to, or the login was refused.</exception>
    public static async Task<ReplicaSession> OpenAsync(NodeSpec node, NodeLogin? login, NodeTls? tls, CancellationToken cancellationToken)
    {
        var session = new ReplicaSession(await NodeDialer.ConnectAsync(node, tls, Timeout.InfiniteTimeSpan, cancellationToken), node.Name);
        try
        {
            if (login is not null) Expect("+OK", await session.AskAsync(cancellationToken, "AUTH", login.User, login.Password));
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads the line that answers it. A write of its own: PSYNC is refused while another reply is still to be sent.</summary>
    /// <exception cref="NodeException">The server ended the connection.</exception>
    public async Task<string> AskAsync(CancellationToken cancellationToken, params string[] words)
    {
        try
        {
            await Stream.WriteAsync(RespWriter.Command(words), cancellationToken);
            return await ReadLineAsync(cancellationToken);
        }
        catch (Exception e) when (IsEnd(e))
        {
            throw Ended(e);
        }
    }

    /// <summary>One line, a byte at a time, so that nothing of what follows it is taken. Empty lines are signs of life and left out.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < LongestLine)
        {
            await Stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n' && line.Length > 0) return line.ToString();
            if (one[0] is not ((byte)'\r' or (byte)'\n')) line.Append((char)one[0]);
        }

        throw new NodeException(NodeFault.Protocol, $"{_node} answered by a line without end");
    }

    /// <exception cref="NodeException">The server answered otherwise.</exception>
    public static void Expect(string begin, string line)
    {
        if (!line.StartsWith(begin, StringComparison.Ordinal)) throw new NodeException(NodeFault.ServerError, line.TrimStart('-', '+'));
    }

    /// <summary>Whether <paramref name="fault"/> is the other side's end.</summary>
    public static bool IsEnd(Exception fault) => fault is SocketException or IOException { InnerException: not null } or EndOfStreamException;

    /// <summary>What is thrown then.</summary>
    public NodeException Ended(Exception cause) => new(NodeFault.Reset, $"{_node} ended the connection while its data was read", cause);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
