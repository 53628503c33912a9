using System.Runtime.InteropServices;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>The calls of Linux by which a descriptor goes to another process with a message (sendmsg(2), recvmsg(2), unix(7)), as glibc has them on 64 bits.</summary>
internal static unsafe partial class HandoverNative
{
    public const int SocketLevel = 1;
    public const int Rights = 1;
    public const int PeerCredentials = 17;
    public const int NoSignal = 0x4000;
    public const int CloseOnExec = 0x40000000;
    public const int ControlTruncated = 0x8;
    public const int DataTruncated = 0x20;

    public const int Interrupted = 4;
    public const int Again = 11;
    public const int TooManyReferences = 109;

    /// <summary>Bytes of a control message's header.</summary>
    public const int HeaderBytes = 16;

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Watched* watched, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    public static partial int Pair(int family, int type, int protocol, int* two);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Watched
    {
        public int Descriptor;
        public short For;
        public short Happened;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public nint Name;
        public nuint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Part
    {
        public byte* Start;
        public nuint Length;
    }
}
