using System.Net.Sockets;

namespace Mainstay.Endpoints.Transport.Stock;

/// <summary>Accepts from a listener for one loop. It ends with the listener.</summary>
internal sealed class SocketAcceptor
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly SocketLoop _loop;
    private readonly Listener _listener;
    private readonly Action<Channel> _accepted;
    private readonly Action<string> _failed;

    /// <summary>Begins to accept. On the loop only.</summary>
    public SocketAcceptor(SocketLoop loop, Listener listener, Action<Channel> accepted, Action<string> failed)
    {
        (_loop, _listener, _accepted, _failed) = (loop, listener, accepted, failed);
        var accepting = AcceptAsync();
        listener.OnClosing += () => accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_listener.Closing.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.Socket.AcceptAsync(_listener.Closing).ConfigureAwait(false);
                await _loop.InvokeAsync(() => Take(socket)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                await _loop.InvokeAsync(() => _failed(e.Message)).ConfigureAwait(false);
                await Task.Delay(_pause).ConfigureAwait(false);
            }
        }
    }

    private void Take(Socket socket)
    {
        SocketChannel channel;
        try
        {
            channel = new SocketChannel(_loop, socket);
        }
        catch (SocketException)
        {
            // Gone again already.
            socket.Dispose();
            return;
        }

        _accepted(channel);
        if (!channel.IsClosed) channel.Begin();
    }
}
