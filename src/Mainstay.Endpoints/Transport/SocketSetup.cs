using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Transport;

/// <summary>Options of the sockets on both sides, and how an address is reached.</summary>
internal static class SocketSetup
{
    private const int TcpUserTimeoutOption = 18;

    /// <summary>How long sent bytes may stay unacknowledged by the other machine before the connection counts as broken.</summary>
    private const int UpstreamUserTimeoutMilliseconds = 5_000;

    /// <summary>For a client's connection.</summary>
    public static void ForClient(Socket socket)
    {
        socket.NoDelay = true;
        KeepAlive(socket, idleSeconds: 60, intervalSeconds: 10);
    }

    /// <summary>For a connection to a node: a dead machine is noticed within seconds, not within the quarter of an hour of a default.</summary>
    public static void ForUpstream(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.Unix) return;
        socket.NoDelay = true;
        KeepAlive(socket, idleSeconds: 3, intervalSeconds: 1);
        if (!OperatingSystem.IsLinux()) return;
        Span<byte> milliseconds = stackalloc byte[4];
        BitConverter.TryWriteBytes(milliseconds, UpstreamUserTimeoutMilliseconds);
        socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpUserTimeoutOption, milliseconds);
    }

    /// <summary>
    /// Connects to a node: by its unix socket where that file exists, else over TCP. Throws <see cref="SocketException"/> or
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public static async Task<Socket> ConnectAsync(NodeAddress address, string? unixSocket, CancellationToken cancellationToken)
    {
        if (unixSocket is not null && File.Exists(unixSocket))
        {
            try
            {
                return await ConnectAsync(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(unixSocket), cancellationToken);
            }
            catch (SocketException)
            {
                // The file of a dead process, or one without permission for us: TCP says more.
            }
        }

        EndPoint target = IPAddress.TryParse(address.Host, out var ip) ? new IPEndPoint(ip, address.Port) : new DnsEndPoint(address.Host, address.Port);
        return await ConnectAsync(ip is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp), target, cancellationToken);
    }

    private static async Task<Socket> ConnectAsync(Socket socket, EndPoint target, CancellationToken cancellationToken)
    {
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            ForUpstream(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void KeepAlive(Socket socket, int idleSeconds, int intervalSeconds)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, idleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, intervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
