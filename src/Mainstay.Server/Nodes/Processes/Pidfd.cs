using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Nodes.Processes;

/// <summary>
/// A process as a file descriptor (Linux 5.4, pidfd_open(2), waitid(2)): what is done through it never hits another process that got the same id.
/// </summary>
internal sealed class Pidfd : IDisposable
{
    public const int Terminate = 15;
    public const int Kill = 9;

    private const int NoSuchProcess = 3;

    private Pidfd(int processId, SafeFileHandle handle)
    {
        ProcessId = processId;
        Handle = handle;
    }

    public int ProcessId { get; }

    /// <summary>Readable, for poll(2), once the process ended.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Opens a process; null when there is none of that id.</summary>
    /// <exception cref="Win32Exception">The kernel refuses (no pidfd before Linux 5.3, or out of descriptors).</exception>
    public static Pidfd? TryOpen(int processId)
    {
        var descriptor = Libc.PidfdOpen(Libc.PidfdOpenCall, processId, 0);
        if (descriptor >= 0) return new Pidfd(processId, new SafeFileHandle((nint)descriptor, ownsHandle: true));
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? null : throw new Win32Exception(error, $"pidfd_open {processId}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Sends a signal; false when the process ended already.</summary>
    /// <exception cref="Win32Exception">Not permitted.</exception>
    public bool Signal(int signal)
    {
        if (Libc.PidfdSendSignal(Libc.PidfdSendSignalCall, Handle, signal, 0, 0) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error, $"signal {signal} to {ProcessId}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>
    /// Takes a process that ended off the kernel's table and says how it ended; only its parent can, others say <c>ended</c>.
    /// </summary>
    public unsafe string Reap()
    {
        var info = stackalloc int[32]; // siginfo_t: code is the third number, status the seventh
        new Span<int>(info, 32).Clear();
        if (Libc.WaitId(Libc.WaitByPidfd, Handle, info, Libc.WaitExited | Libc.WaitNoHang) != 0 || info[0] == 0) return "ended";
        const int Exited = 1;
        return info[2] == Exited ? $"exit status {info[6]}" : $"killed by {SignalName(info[6])}";
    }

    public void Dispose() => Handle.Dispose();

    private static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        _ => $"signal {signal}",
    };
}
