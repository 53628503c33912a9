using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Protocol.Resp;

namespace Mainstay.Server.NodeClient;

/// <summary>Opens connections to nodes, by their unix socket where they have one, and logs in.</summary>
/// <param name="login">As whom; null for servers that ask for nobody.</param>
/// <param name="tls">How they are reached over TLS; null where they are reached without.</param>
internal sealed class NodeDialer(Func<NodeSpec, NodeLogin?> login, NodeTls? tls = null)
{
    /// <summary>
    /// What our connections to servers of others are called: applications may use the same account, and must be told apart from us.
    /// </summary>
    public const string ClientName = "mainstay-control";

    private static readonly byte[] NameUs = RespWriter.Command("CLIENT", "SETNAME", ClientName);

    /// <summary>
    /// Connects, logs in and sends <paramref name="first"/> in one write, and returns with the replies: such a connection was accepted
    /// and answered, so that a <c>CLIENT KILL</c> reaches it.
    /// </summary>
    /// <exception cref="NodeException">It could not be opened, the login was refused, or no answer came within <paramref name="limit"/>.</exception>
    public async Task<(NodeConnection Connection, RespValue[] Replies)> OpenAsync(
        NodeSpec node, IReadOnlyList<byte[]> first, TimeSpan limit, CancellationToken cancellationToken)
    {
        var connection = new NodeConnection(await ConnectAsync(node, tls, limit, cancellationToken), node.Name);
        try
        {
            // Who may not name himself is known by nothing else, and used all the same.
            byte[][] named = node.Managed ? [] : [NameUs];
            byte[][] identified = login(node) is { } user ? [RespWriter.Command("AUTH", user.User, user.Password), .. named] : named;
            var replies = await connection.ExchangeAsync([.. identified, .. first], limit, cancellationToken);
            if (identified.Length > named.Length) NodeConnection.Expect(replies[0]);
            return (connection, replies[identified.Length..]);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A bare line to the node, logged in by nobody.</summary>
    /// <exception cref="NodeException">Refused, unreachable, timed out, or not trusted.</exception>
    public static async Task<NodeLine> ConnectAsync(NodeSpec node, NodeTls? tls, TimeSpan limit, CancellationToken cancellationToken) =>
        await NodeLine.OpenAsync(await ConnectAsync(node, limit, cancellationToken), node, tls, limit, cancellationToken);

    private static async Task<Socket> ConnectAsync(NodeSpec node, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (node.UnixSocket is { } path && File.Exists(path))
        {
            try
            {
                return await ConnectAsync(node, new UnixDomainSocketEndPoint(path), ProtocolType.Unspecified, limit, cancellationToken);
            }
            catch (NodeException e) when (e.Fault == NodeFault.Refused)
            {
                // The socket file may outlive its server, or belong to one that now listens on its port only.
            }
        }

        EndPoint endPoint = IPAddress.TryParse(node.Address.Host, out var ip)
            ? new IPEndPoint(ip, node.Address.Port)
            : new DnsEndPoint(node.Address.Host, node.Address.Port);
        return await ConnectAsync(node, endPoint, ProtocolType.Tcp, limit, cancellationToken);
    }

    private static async Task<Socket> ConnectAsync(NodeSpec node, EndPoint endPoint, ProtocolType protocol, TimeSpan limit, CancellationToken cancellationToken)
    {
        var socket = protocol == ProtocolType.Tcp
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            await socket.ConnectAsync(endPoint, deadline.Token);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            var refused = e.SocketErrorCode is SocketError.ConnectionRefused;
            throw new NodeException(refused ? NodeFault.Refused : NodeFault.Unreachable, $"{node.Name} cannot be connected to at {endPoint}: {e.SocketErrorCode}", e);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new NodeException(NodeFault.TimedOut, $"{node.Name} cannot be connected to at {endPoint} within {limit.TotalMilliseconds:0} ms");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
