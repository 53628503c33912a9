using System.Net;
using System.Net.Sockets;

namespace Mainstay.Endpoints.Transport.Stock;

/// <summary>A connected .NET socket as a channel. A receive of no bytes tells that there are some; what can't be sent at once is sent from a copy.</summary>
internal sealed class SocketChannel : Channel
{
    private readonly SocketLoop _loop;
    private readonly Socket _socket;
    private bool _reading = true;
    private bool _waiting;
    private bool _sending;
    private bool _isBroken;

    /// <summary>Takes the socket over. On the loop only.</summary>
    public SocketChannel(SocketLoop loop, Socket socket)
    {
        (_loop, _socket) = (loop, socket);
        socket.Blocking = false;
        Remote = socket.AddressFamily == AddressFamily.Unix ? null : socket.RemoteEndPoint as IPEndPoint;
    }

    /// <inheritdoc/>
    public override bool HasUnsent => _sending;

    /// <inheritdoc/>
    public override bool IsReading
    {
        get => _reading;
        set
        {
            _reading = value;
            if (value) Begin();
            else if (_isBroken) TellBroken();
        }
    }

    /// <summary>Begins to tell the owner.</summary>
    public void Begin()
    {
        if (_waiting || !_reading || IsClosed) return;
        _waiting = true;
        _ = WaitAsync();
    }

    /// <inheritdoc/>
    public override int Receive(Memory<byte> target)
    {
        if (IsClosed) return Ended;
        var count = _socket.Receive(target.Span, SocketFlags.None, out var error);
        Begin();
        if (error == SocketError.Success) return count;
        return error is SocketError.WouldBlock or SocketError.Interrupted ? Nothing : Ended;
    }

    /// <inheritdoc/>
    public override int Send(ReadOnlyMemory<byte> bytes)
    {
        if (IsClosed || _sending) return 0;
        var sent = 0;
        while (sent < bytes.Length)
        {
            var count = _socket.Send(bytes.Span[sent..], SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                sent += count;
                continue;
            }

            if (error == SocketError.Interrupted) continue;
            if (error is not (SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable))
            {
                TellBroken();
                return sent;
            }

            _sending = true;
            _ = FinishAsync(bytes[sent..].ToArray());
            return bytes.Length;
        }

        return sent;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        if (IsClosed) return;
        IsClosed = true;
        try
        {
            // Without it .NET resets a connection on which a receive waits, and what the system has not sent is lost.
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side was faster.
        }

        _socket.Dispose();
    }

    private async Task WaitAsync()
    {
        try
        {
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The next receive tells.
        }

        _loop.Post(() => Tell(static owner => owner.OnReadable(), isRead: true));
    }

    private async Task FinishAsync(ReadOnlyMemory<byte> rest)
    {
        try
        {
            while (!rest.IsEmpty) rest = rest[await _socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _loop.Post(TellBroken);
        }

        _loop.Post(() =>
        {
            _sending = false;
            Tell(static owner => owner.OnWritable(), isRead: false);
        });
    }

    /// <summary>Nothing more can be sent. Who reads learns of that by reading, whatever there still is; who does not must be told.</summary>
    private void TellBroken()
    {
        _isBroken = true;
        if (_reading) return;
        _loop.Post(() =>
        {
            if (!_reading) Tell(static owner => owner.OnBroken(), isRead: false);
        });
    }

    private void Tell(Action<IChannelOwner> what, bool isRead)
    {
        if (isRead) _waiting = false;
        if (IsClosed || (isRead && !_reading)) return;
        try
        {
            what(Owner);
        }
        catch (Exception e)
        {
            Owner.OnFault(e);
        }
    }
}
