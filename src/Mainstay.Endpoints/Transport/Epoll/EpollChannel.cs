using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints.Transport.Epoll;

/// <summary>A connected socket in an epoll loop.</summary>
/// <param name="loop">The loop.</param>
/// <param name="descriptor">The socket, nonblocking; owned from here on.</param>
internal sealed unsafe class EpollChannel(EpollLoop loop, int descriptor) : Channel, IEpollHandle
{
    private uint _interest = Native.In;
    private int _slot = -1;

    int IEpollHandle.Slot
    {
        get => _slot;
        set => _slot = value;
    }

    /// <inheritdoc/>
    public override bool IsReading
    {
        get => (_interest & Native.In) != 0;
        set => Interest(value ? _interest | Native.In : _interest & ~Native.In);
    }

    /// <summary>Begins to tell the owner.</summary>
    public void Begin()
    {
        loop.Watch(this, descriptor, _interest);
    }

    /// <inheritdoc/>
    public override int Receive(Memory<byte> target)
    {
        if (IsClosed) return Ended;
        fixed (byte* start = target.Span)
        {
            while (true)
            {
                var count = Native.Receive(descriptor, start, target.Length, 0);
                if (count >= 0) return (int)count;
                var error = Marshal.GetLastPInvokeError();
                if (error == Native.Interrupted) continue;
                return error == Native.Again ? Nothing : Ended;
            }
        }
    }

    /// <inheritdoc/>
    public override int Send(ReadOnlyMemory<byte> bytes)
    {
        if (IsClosed) return 0;
        var sent = 0;
        fixed (byte* start = bytes.Span)
        {
            while (sent < bytes.Length)
            {
                var count = Native.Send(descriptor, start + sent, bytes.Length - sent, Native.NoSignal);
                if (count >= 0) sent += (int)count;
                else
                {
                    var error = Marshal.GetLastPInvokeError();
                    if (error == Native.Interrupted) continue;
                    Interest(_interest | Native.Out);
                    return sent;
                }
            }
        }

        if ((_interest & Native.Out) != 0) Interest(_interest & ~Native.Out);
        return sent;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        if (IsClosed) return;
        IsClosed = true;
        if (_slot < 0) Native.Close(descriptor);
        else loop.Forget(this, descriptor, close: true);
    }

    /// <inheritdoc/>
    public override bool CanRelease => true;

    /// <inheritdoc/>
    public override SafeFileHandle? Release()
    {
        if (IsClosed) return null;
        IsClosed = true;
        if (_slot >= 0) loop.Forget(this, descriptor, close: false);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private void Interest(uint interest)
    {
        if (interest == _interest || IsClosed) return;
        _interest = interest;
        if (_slot >= 0) loop.Change(this, descriptor, interest);
    }

    void IEpollHandle.OnEvents(uint events)
    {
        if ((events & (Native.Error | Native.HangUp)) != 0 && !IsReading)
        {
            Owner.OnBroken();
            return;
        }

        if ((events & (Native.In | Native.Error | Native.HangUp)) != 0) Owner.OnReadable();
        if ((events & Native.Out) == 0 || IsClosed) return;
        Interest(_interest & ~Native.Out);
        Owner.OnWritable();
    }

    void IEpollHandle.OnFault(Exception fault) => Owner.OnFault(fault);
}
