using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Transport.Epoll;

/// <summary>One attempt to reach a node: by its unix socket where that file exists, else over TCP.</summary>
internal sealed class EpollConnect : IEpollHandle, IDisposable
{
    private readonly EpollLoop _loop;
    private readonly Action<Channel?, string?> _done;
    private int _descriptor = -1;
    private EndPoint? _target;
    private bool _over;

    /// <summary>Begins. On the loop only.</summary>
    public EpollConnect(EpollLoop loop, NodeAddress address, string? unixSocket, Action<Channel?, string?> done)
    {
        (_loop, _done) = (loop, done);

        // The file of a dead process, or one without permission for us, does not answer: TCP says more.
        if (unixSocket is not null && File.Exists(unixSocket) && TryBegin(new UnixDomainSocketEndPoint(unixSocket)) is null) return;
        if (IPAddress.TryParse(address.Host, out var ip)) Begin(new IPEndPoint(ip, address.Port));
        else _ = ResolveAsync(address);
    }

    /// <inheritdoc/>
    public int Slot { get; set; } = -1;

    /// <inheritdoc/>
    public unsafe void OnEvents(uint events)
    {
        int error, length = sizeof(int);
        if (Native.GetOption(_descriptor, Native.SocketLevel, Native.SocketError, &error, &length) < 0) error = Marshal.GetLastPInvokeError();
        if (error != 0) Fail(Marshal.GetPInvokeErrorMessage(error));
        else Complete();
    }

    /// <inheritdoc/>
    public void OnFault(Exception fault) => Fail(fault.Message);

    /// <summary>Gives up; nobody is told.</summary>
    public void Dispose()
    {
        if (_over) return;
        _over = true;
        CloseDescriptor();
    }

    private async Task ResolveAsync(NodeAddress address)
    {
        try
        {
            var found = await System.Net.Dns.GetHostAddressesAsync(address.Host);
            _loop.Post(() => Begin(new IPEndPoint(found[0], address.Port)));
        }
        catch (SocketException e)
        {
            _loop.Post(() => Fail(e.Message));
        }
    }

    private void Begin(EndPoint target)
    {
        // Never told before the caller knows of the attempt.
        if (!_over && TryBegin(target) is { } reason) _loop.Post(() => Fail(reason));
    }

    /// <summary>Begins to connect; why it can't, or null.</summary>
    private unsafe string? TryBegin(EndPoint target)
    {
        _target = target;
        var address = target.Serialize();
        _descriptor = Native.Socket((int)address.Buffer.Span[0], Native.Stream | Native.Nonblocking | Native.CloseOnExec, 0);
        if (_descriptor < 0) return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        int result;
        fixed (byte* bytes = address.Buffer.Span) result = Native.Connect(_descriptor, bytes, address.Size);
        var error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error is not (0 or Native.InProgress))
        {
            CloseDescriptor();
            return Marshal.GetPInvokeErrorMessage(error);
        }

        // Told as writable at once where the connection is there already, as that of a unix socket is.
        _loop.Watch(this, _descriptor, Native.Out);
        return null;
    }

    private void Complete()
    {
        var descriptor = _descriptor;
        _loop.Forget(this, descriptor, close: false);
        _descriptor = -1;
        _over = true;
        if (_target is IPEndPoint) Native.SetUp(descriptor);
        var channel = new EpollChannel(_loop, descriptor) { Remote = _target as IPEndPoint };
        _done(channel, null);
        if (!channel.IsClosed) channel.Begin();
    }

    private void Fail(string reason)
    {
        if (_over) return;
        _over = true;
        CloseDescriptor();
        _done(null, reason);
    }

    private void CloseDescriptor()
    {
        if (_descriptor < 0) return;
        if (Slot >= 0) _loop.Forget(this, _descriptor, close: true);
        else Native.Close(_descriptor);
        _descriptor = -1;
    }
}
