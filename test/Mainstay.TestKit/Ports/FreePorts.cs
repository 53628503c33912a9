using System.Net;
using System.Net.Sockets;

namespace Mainstay.TestKit.Ports;

/// <summary>Ports that nobody listens on, asked of the system.</summary>
public static class FreePorts
{
    /// <summary>One free port of loopback. Another process may take it before it is used: for one server of a test's own.</summary>
    public static int One()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Whether <paramref name="port"/> can be listened on, on loopback.</summary>
    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
