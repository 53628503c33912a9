using System.Runtime.InteropServices;

namespace Mainstay.Endpoints.Transport.Epoll;

/// <summary>The system calls of Linux that the loop is made of (man pages epoll(7), accept(2), recv(2), send(2), connect(2), eventfd(2)).</summary>
internal static unsafe partial class Native
{
    public const uint In = 0x001;
    public const uint Out = 0x004;
    public const uint Error = 0x008;
    public const uint HangUp = 0x010;
    public const uint Exclusive = 1u << 28;

    public const int Add = 1;
    public const int Delete = 2;
    public const int Modify = 3;

    public const int Interrupted = 4;
    public const int Again = 11;
    public const int InProgress = 115;

    public const int Nonblocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int NoSignal = 0x4000;
    public const int Stream = 1;
    public const int SocketLevel = 1;
    public const int SocketError = 4;
    private const int KeepAlive = 9;
    private const int Tcp = 6;
    private const int NoDelay = 1;
    private const int KeepAliveTime = 4;
    private const int KeepAliveInterval = 5;
    private const int KeepAliveCount = 6;

    /// <summary>The epoll_event of this processor: packed on x64 alone.</summary>
    public static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Where its data begins.</summary>
    public static readonly int EventData = EventBytes - 8;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int listener, byte* address, int* length, int flags);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int descriptor, int level, int option, int* value, int* length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int descriptor, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* target, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* target, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* bytes, nint length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial void Close(int descriptor);

    /// <summary>The options of a connection to a node (tcp(7)), as <see cref="SocketSetup.ForUpstream"/> has them.</summary>
    public static void SetUp(int descriptor)
    {
        ReadOnlySpan<(int Level, int Option, int Value)> options =
        [
            (Tcp, NoDelay, 1),
            (SocketLevel, KeepAlive, 1),
            (Tcp, KeepAliveTime, SocketSetup.UpstreamIdleSeconds),
            (Tcp, KeepAliveInterval, SocketSetup.UpstreamIntervalSeconds),
            (Tcp, KeepAliveCount, SocketSetup.KeepAliveProbes),
            (Tcp, SocketSetup.TcpUserTimeoutOption, SocketSetup.UpstreamUserTimeoutMilliseconds),
        ];
        foreach (var (level, option, value) in options)
        {
            var copy = value;
            _ = SetOption(descriptor, level, option, &copy, sizeof(int));
        }
    }
}
