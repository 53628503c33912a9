using System.Runtime.InteropServices;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>What the load generator asks of Linux (epoll(7), recv(2), send(2)).</summary>
internal static unsafe partial class Native
{
    public const int Again = 11;
    public const int Interrupted = 4;
    private const int Add = 1;
    private const uint In = 1;

    /// <summary>The epoll_event of this processor: packed on x64 alone.</summary>
    public static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    public static void Watch(int epoll, int descriptor, int tag)
    {
        var change = stackalloc byte[16];
        *(uint*)change = In;
        *(long*)(change + EventBytes - 8) = tag;
        if (EpollControl(epoll, Add, descriptor, change) != 0) throw new LoadFailedException($"epoll_ctl failed with {Marshal.GetLastSystemError()}");
    }

    public static int Tag(byte* events, int index) => (int)*(long*)(events + (index * EventBytes) + EventBytes - 8);

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* target, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);
}
