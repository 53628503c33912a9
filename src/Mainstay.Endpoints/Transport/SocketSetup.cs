using System.Net.Sockets;

namespace Mainstay.Endpoints.Transport;

/// <summary>Options of the sockets on both sides.</summary>
internal static class SocketSetup
{
    /// <summary>TCP_USER_TIMEOUT of Linux.</summary>
    public const int TcpUserTimeoutOption = 18;

    /// <summary>After how long of silence a node's machine is asked whether it is there.</summary>
    public const int UpstreamIdleSeconds = 3;

    /// <summary>How often then.</summary>
    public const int UpstreamIntervalSeconds = 1;

    /// <summary>How often in vain.</summary>
    public const int KeepAliveProbes = 3;

    /// <summary>How long bytes sent to a client may stay unacknowledged: one that is only slow is not cut off.</summary>
    private const int ClientUserTimeoutMilliseconds = 120_000;

    /// <summary>
    /// How long bytes sent to a node may stay unacknowledged before the connection counts as broken: a dead machine is noticed within
    /// seconds, not within the quarter of an hour of a default.
    /// </summary>
    public const int UpstreamUserTimeoutMilliseconds = 5_000;

    /// <summary>For clients' connections; on a listening socket, for all that are accepted from it.</summary>
    public static void ForClient(Socket socket)
    {
        socket.NoDelay = true;
        KeepAlive(socket, idleSeconds: 60, intervalSeconds: 10);
        UserTimeout(socket, ClientUserTimeoutMilliseconds);
    }

    /// <summary>For a connection to a node.</summary>
    public static void ForUpstream(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.Unix) return;
        socket.NoDelay = true;
        KeepAlive(socket, UpstreamIdleSeconds, UpstreamIntervalSeconds);
        UserTimeout(socket, UpstreamUserTimeoutMilliseconds);
    }

    private static void KeepAlive(Socket socket, int idleSeconds, int intervalSeconds)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, idleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, intervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
    }

    private static void UserTimeout(Socket socket, int milliseconds)
    {
        if (!OperatingSystem.IsLinux()) return;
        Span<byte> value = stackalloc byte[4];
        BitConverter.TryWriteBytes(value, milliseconds);
        socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpUserTimeoutOption, value);
    }
}
