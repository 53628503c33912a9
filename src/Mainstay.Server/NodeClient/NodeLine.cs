using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Transport.Tls;

namespace Mainstay.Server.NodeClient;

/// <summary>A connected socket and what is spoken over it: the bytes themselves, or TLS.</summary>
internal sealed class NodeLine : IDisposable
{
    private NodeLine(Socket socket, Stream stream) => (Socket, Stream) = (socket, stream);

    /// <summary>For its addresses.</summary>
    public Socket Socket { get; }

    /// <summary>For its bytes.</summary>
    public Stream Stream { get; }

    /// <summary>The line over a socket, which it owns from here on; over TLS where that is asked for and the socket is no unix socket.</summary>
    /// <exception cref="NodeException">There was no agreement on TLS in time, or our own files for it are of no use.</exception>
    public static async Task<NodeLine> OpenAsync(Socket socket, NodeSpec node, NodeTls? tls, TimeSpan limit, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (tls is null || socket.AddressFamily == AddressFamily.Unix) return new NodeLine(socket, plain);
        var stream = new SslStream(plain);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit != Timeout.InfiniteTimeSpan) deadline.CancelAfter(limit);
        try
        {
            await stream.AuthenticateAsClientAsync(tls.For(node.Address.Host), deadline.Token);
            return new NodeLine(socket, stream);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (Translate(e, node.Name, limit) is { } told) throw told;
            throw;
        }
    }

    /// <summary>What a fault of the bytes' way says of the node; null when it says nothing.</summary>
    public static NodeException? Translate(Exception fault, string node) => fault switch
    {
        SocketException e => new NodeException(NodeFault.Reset, $"{node} ended the connection: {e.SocketErrorCode}", e),
        IOException { InnerException: SocketException e } => new NodeException(NodeFault.Reset, $"{node} ended the connection: {e.SocketErrorCode}", fault),

        // TLS 1.3: who does not like our certificate says so after the handshake.
        IOException { InnerException: { } e } => new NodeException(NodeFault.Untrusted, $"{node} refused TLS: {e.Message}", fault),
        IOException => new NodeException(NodeFault.Reset, $"{node} closed the connection", fault),
        _ => null,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        Socket.Dispose();
    }

    private static NodeException? Translate(Exception fault, string node, TimeSpan limit) => fault switch
    {
        OperationCanceledException => new NodeException(NodeFault.TimedOut, $"{node} did not shake hands over TLS within {limit.TotalMilliseconds:0} ms", fault),
        AuthenticationException { InnerException: { } e } => new NodeException(NodeFault.Untrusted, $"no TLS with {node}: {fault.Message} ({e.Message})", fault),
        AuthenticationException => new NodeException(NodeFault.Untrusted, $"no TLS with {node}: {fault.Message}", fault),
        TlsFileException => new NodeException(NodeFault.Unreachable, $"{node} cannot be reached over TLS: {fault.Message}", fault),
        _ => Translate(fault, node),
    };
}
