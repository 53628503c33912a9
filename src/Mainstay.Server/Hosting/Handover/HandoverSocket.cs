using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>One message with at most one descriptor, over a connected unix socket that keeps the bounds of messages (SOCK_SEQPACKET).</summary>
internal static unsafe class HandoverSocket
{
    private const int ControlBytes = HandoverNative.HeaderBytes + 8;
    private const short Readable = 1;
    private const short Writable = 4;

    /// <summary>Sends one; waits while the other side takes none. Returns 0, or why not (errno).</summary>
    public static int Send(SafeHandle socket, ReadOnlySpan<byte> bytes, SafeHandle? with)
    {
        var control = stackalloc byte[ControlBytes];
        fixed (byte* start = bytes)
        {
            var part = new HandoverNative.Part { Start = start, Length = (nuint)bytes.Length };
            var message = new HandoverNative.Message { Parts = &part, PartCount = 1 };
            if (with is not null)
            {
                *(nuint*)control = HandoverNative.HeaderBytes + sizeof(int);
                *(int*)(control + 8) = HandoverNative.SocketLevel;
                *(int*)(control + 12) = HandoverNative.Rights;
                *(int*)(control + HandoverNative.HeaderBytes) = (int)with.DangerousGetHandle();
                message.Control = control;
                message.ControlLength = ControlBytes;
            }

            while (true)
            {
                if (HandoverNative.Send(socket, &message, HandoverNative.NoSignal) >= 0) return 0;
                var error = Marshal.GetLastPInvokeError();
                if (error == HandoverNative.Again) Await(socket, Writable);
                else if (error != HandoverNative.Interrupted) return error;
            }
        }
    }

    /// <summary>
    /// Receives one; waits for it. Bytes of it; 0 at the end. A message that does not fit is cut off, and then
    /// <paramref name="isWhole"/> is false.
    /// </summary>
    public static int Receive(SafeHandle socket, Span<byte> buffer, out SafeFileHandle? with, out bool isWhole)
    {
        var control = stackalloc byte[ControlBytes];
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var part = new HandoverNative.Part { Start = start, Length = (nuint)buffer.Length };
                var message = new HandoverNative.Message { Parts = &part, PartCount = 1, Control = control, ControlLength = ControlBytes };
                var count = HandoverNative.Receive(socket, &message, HandoverNative.CloseOnExec);
                var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (error == HandoverNative.Again) Await(socket, Readable);
                if (error is HandoverNative.Again or HandoverNative.Interrupted) continue;
                with = count < 0 ? null : Given(control, message.ControlLength);
                isWhole = (message.Flags & (HandoverNative.ControlTruncated | HandoverNative.DataTruncated)) == 0;
                return (int)Math.Max(0, count);
            }
        }
    }

    // The runtime makes a socket nonblocking once it was used asynchronously.
    private static void Await(SafeHandle socket, short what)
    {
        var watched = new HandoverNative.Watched { Descriptor = (int)socket.DangerousGetHandle(), For = what };
        _ = HandoverNative.Poll(&watched, 1, -1);
    }

    /// <summary>The descriptor that came along. A second one, which nobody of us sends, is closed.</summary>
    private static SafeFileHandle? Given(byte* control, nuint length)
    {
        if (length < HandoverNative.HeaderBytes + sizeof(int) || *(int*)(control + 8) != HandoverNative.SocketLevel || *(int*)(control + 12) != HandoverNative.Rights) return null;
        if (*(nuint*)control >= HandoverNative.HeaderBytes + (2 * sizeof(int)))
            new SafeFileHandle(*(int*)(control + HandoverNative.HeaderBytes + sizeof(int)), ownsHandle: true).Dispose();
        return new SafeFileHandle(*(int*)(control + HandoverNative.HeaderBytes), ownsHandle: true);
    }
}
