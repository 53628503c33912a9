using System.Net;
using System.Net.Sockets;

namespace Mainstay.Server.Dns.Serving;

/// <summary>
/// Answers what comes to one UDP socket, on a thread of its own that waits in the kernel: neither a queue nor anything else grows with what is
/// sent to it.
/// </summary>
internal sealed class DatagramLoop : IDisposable
{
    /// <summary>Longer ones are cut off, and are then no queries.</summary>
    private const int LongestQuery = 4096;

    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly ZoneDesk _desk;
    private readonly Thread _thread;
    private volatile bool _ended;

    public DatagramLoop(Socket socket, ZoneDesk desk)
    {
        (_socket, _desk) = (socket, desk);
        _thread = new Thread(Run) { IsBackground = true, Name = $"dns {socket.LocalEndPoint}" };
        _thread.Start();
    }

    public void Dispose()
    {
        _ended = true;
        _socket.Dispose();
        _thread.Join();
    }

    private void Run()
    {
        var (query, answer) = (new byte[LongestQuery], new byte[Responder.LargestDatagram]);
        var sender = new SocketAddress(_socket.AddressFamily);
        while (!_ended)
        {
            try
            {
                var length = _desk.Answer(query.AsSpan(0, _socket.ReceiveFrom(query, SocketFlags.None, sender)), answer, datagram: true);
                if (length > 0) _socket.SendTo(answer.AsSpan(0, length), SocketFlags.None, sender);
            }
            catch (SocketException)
            {
                // One asker cannot be answered, or the network is away for a moment; the next one is waited for.
                if (!_ended) Thread.Sleep(FaultPause);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}
