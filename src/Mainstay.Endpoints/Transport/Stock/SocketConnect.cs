using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Transport.Stock;

/// <summary>One attempt to reach a node: by its unix socket where that file exists, else over TCP.</summary>
internal sealed class SocketConnect : IDisposable
{
    private readonly SocketLoop _loop;
    private readonly Action<Channel?, string?> _done;
    private readonly CancellationTokenSource _stop = new();
    private bool _over;

    /// <summary>Begins.</summary>
    public SocketConnect(SocketLoop loop, NodeAddress address, string? unixSocket, Action<Channel?, string?> done)
    {
        (_loop, _done) = (loop, done);
        _ = ConnectAsync(address, unixSocket);
    }

    /// <summary>Gives up; nobody is told.</summary>
    public void Dispose()
    {
        _over = true;
        _stop.Cancel();
    }

    private async Task ConnectAsync(NodeAddress address, string? unixSocket)
    {
        try
        {
            var socket = await OpenAsync(address, unixSocket).ConfigureAwait(false);
            _loop.Post(() => Complete(socket));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            _loop.Post(() =>
            {
                if (!_over) _done(null, e.Message);
            });
        }
    }

    private void Complete(Socket socket)
    {
        if (_over)
        {
            socket.Dispose();
            return;
        }

        _over = true;
        var channel = new SocketChannel(_loop, socket);
        _done(channel, null);
        if (!channel.IsClosed) channel.Begin();
    }

    private async Task<Socket> OpenAsync(NodeAddress address, string? unixSocket)
    {
        if (unixSocket is not null && File.Exists(unixSocket))
        {
            try
            {
                return await OpenAsync(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(unixSocket)).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The file of a dead process, or one without permission for us: TCP says more.
            }
        }

        EndPoint target = IPAddress.TryParse(address.Host, out var ip) ? new IPEndPoint(ip, address.Port) : new DnsEndPoint(address.Host, address.Port);
        return await OpenAsync(ip is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp), target).ConfigureAwait(false);
    }

    private async Task<Socket> OpenAsync(Socket socket, EndPoint target)
    {
        try
        {
            await socket.ConnectAsync(target, _stop.Token).ConfigureAwait(false);
            SocketSetup.ForUpstream(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
