using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Tests.Fakes;

/// <summary>
/// A data server that answers GET with one value, SET with OK and all else with an error, as fast as it is asked, on threads of its own. As it
/// tells nobody who it is, it is trusted.
/// </summary>
internal sealed class QuickNode : IDisposable
{
    /// <summary>Where the first letter of a command's name stands, in a request of less than ten arguments whose name is shorter than ten letters.</summary>
    private const int LetterAt = 8;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public QuickNode()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public NodeAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);

    public static byte[] Stored { get; } = "+OK\r\n"u8.ToArray();

    public static byte[] Value { get; } = "$5\r\nhello\r\n"u8.ToArray();

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.Accept();
                socket.NoDelay = true;
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private static void Serve(Socket socket)
    {
        var scanner = new RespRequestScanner(RespLimits.Default);
        var buffer = new byte[256 << 10];
        var replies = new byte[1 << 20];
        var (begin, scanned, end) = (0, 0, 0);
        try
        {
            while (true)
            {
                var count = socket.Receive(buffer.AsSpan(end));
                if (count == 0) return;
                end += count;
                var length = 0;
                while (scanned < end)
                {
                    var scan = scanner.Scan(buffer.AsSpan(scanned, end - scanned), out var used);
                    scanned += used;
                    if (scan != RespScan.Complete) continue;
                    var reply = buffer[begin + LetterAt] switch
                    {
                        (byte)'S' => Stored,
                        (byte)'G' => Value,
                        _ => "-ERR I do not tell\r\n"u8,
                    };
                    reply.CopyTo(replies.AsSpan(length));
                    length += reply.Length;
                    begin = scanned;
                }

                socket.Send(replies.AsSpan(0, length));
                buffer.AsSpan(begin, end - begin).CopyTo(buffer);
                (begin, scanned, end) = (0, scanned - begin, end - begin);
            }
        }
        catch (SocketException)
        {
            // The other side went away.
        }
        finally
        {
            socket.Dispose();
        }
    }
}
