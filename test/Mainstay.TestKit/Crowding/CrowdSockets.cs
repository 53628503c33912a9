using System.Net;
using System.Net.Sockets;

namespace Mainstay.TestKit.Crowding;

/// <summary>The connections of a crowd.</summary>
internal sealed class CrowdSockets : IDisposable
{
    private const int AtOnce = 100;
    private readonly List<Socket> _sockets = [];

    public IReadOnlyList<Socket> All => _sockets;

    /// <summary>Connects that many, some at once, each of which sends <paramref name="first"/>.</summary>
    public async Task ConnectAsync(int port, int count, ReadOnlyMemory<byte> first, CancellationToken stop)
    {
        while (_sockets.Count < count && !stop.IsCancellationRequested)
        {
            var coming = Enumerable.Range(0, Math.Min(AtOnce, count - _sockets.Count)).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }).ToList();
            _sockets.AddRange(coming);
            await Task.WhenAll(coming.Select(async socket =>
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
                try
                {
                    await socket.SendAsync(first);
                }
                catch (SocketException)
                {
                    // Refused, as the last of very many are.
                }
            }));
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            // A reset, so that no port is kept for a while.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }
}
