using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Mainstay.Endpoints.Transport.Epoll;

/// <summary>Accepts on one loop from a listener that all loops share. It ends with the listener.</summary>
internal sealed unsafe class EpollAcceptor : IEpollHandle
{
    /// <summary>Connections accepted before others get their turn.</summary>
    private const int MostAtOnce = 8;

    /// <summary>How long nothing is accepted after the system refused: it must not spin, and those who are connected must not suffer.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly EpollLoop _loop;
    private readonly Listener _listener;
    private readonly Action<Channel> _accepted;
    private readonly Action<string> _failed;
    private readonly LoopTimer _resume;
    private readonly int _descriptor;

    /// <summary>Begins to accept. On the loop only.</summary>
    public EpollAcceptor(EpollLoop loop, Listener listener, Action<Channel> accepted, Action<string> failed)
    {
        (_loop, _listener, _accepted, _failed) = (loop, listener, accepted, failed);
        _descriptor = (int)listener.Socket.Handle;
        listener.Socket.Blocking = false;
        _resume = new LoopTimer(Resume);
        listener.OnClosing += () => loop.InvokeAsync(Stop);
        Resume();
    }

    /// <inheritdoc/>
    public int Slot { get; set; } = -1;

    /// <inheritdoc/>
    public void OnEvents(uint events)
    {
        var address = stackalloc byte[128];
        for (var i = 0; i < MostAtOnce && Slot >= 0; i++)
        {
            var length = 128;
            var descriptor = Native.Accept(_descriptor, address, &length, Native.Nonblocking | Native.CloseOnExec);
            if (descriptor < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error is Native.Again or Native.Interrupted or ConnectionAborted) return;
                Refuse(Marshal.GetPInvokeErrorMessage(error));
                return;
            }

            var channel = new EpollChannel(_loop, descriptor) { Remote = Remote(new ReadOnlySpan<byte>(address, length)) };
            _accepted(channel);
            if (!channel.IsClosed) channel.Begin();
        }
    }

    /// <inheritdoc/>
    public void OnFault(Exception fault) => Refuse(fault.Message);

    private const int ConnectionAborted = 103;

    private void Refuse(string reason)
    {
        Stop();
        _failed(reason);
        _loop.Schedule(_resume, _pause);
    }

    private void Resume()
    {
        if (Slot < 0 && !_listener.IsClosing) _loop.Watch(this, _descriptor, Native.In | Native.Exclusive);
    }

    private void Stop() => _loop.Forget(this, _descriptor, close: false);

    private static IPEndPoint? Remote(ReadOnlySpan<byte> address)
    {
        var family = address.Length < 2 ? AddressFamily.Unspecified : address[0] == 2 ? AddressFamily.InterNetwork : address[0] == 10 ? AddressFamily.InterNetworkV6 : AddressFamily.Unspecified;
        if (family == AddressFamily.Unspecified) return null;
        var port = (address[2] << 8) | address[3];
        return new IPEndPoint(family == AddressFamily.InterNetwork ? new IPAddress(address.Slice(4, 4)) : new IPAddress(address.Slice(8, 16)), port);
    }
}
