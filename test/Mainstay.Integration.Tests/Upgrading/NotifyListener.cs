using System.Net.Sockets;
using System.Text;

namespace Mainstay.Integration.Tests.Upgrading;

/// <summary>Keeps what daemons tell their service manager.</summary>
internal sealed class NotifyListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly StringBuilder _told = new();
    private readonly Task _listening;

    public NotifyListener(string path)
    {
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _listening = Task.Run(ListenAsync);
    }

    /// <summary>All of it so far, a message after the other.</summary>
    public string Told
    {
        get
        {
            lock (_told) return _told.ToString();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _listening.Wait(TimeSpan.FromSeconds(5));
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(buffer);
                lock (_told) _told.Append(Encoding.UTF8.GetString(buffer, 0, count)).Append('\n');
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
