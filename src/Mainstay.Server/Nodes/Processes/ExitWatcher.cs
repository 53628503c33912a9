using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Nodes.Processes;

/// <summary>One thread that learns of the end of processes from the kernel (poll on their pidfds), children and others alike.</summary>
internal sealed unsafe class ExitWatcher : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(WatchedProcess Process, Action<WatchedProcess, string> Ended)> _watched = [];
    private readonly SafeFileHandle _wake;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public ExitWatcher()
    {
        var wake = Libc.EventFd(0, Libc.EventFdFlags);
        if (wake < 0) throw new IOException("eventfd: " + Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
        _wake = new SafeFileHandle(wake, ownsHandle: true);
        _thread = new Thread(Run) { IsBackground = true, Name = "node exits" };
        _thread.Start();
    }

    /// <summary>Watches a process. <paramref name="ended"/> is called once, on the watcher's thread, before <see cref="WatchedProcess.Ended"/> completes.</summary>
    public WatchedProcess Watch(Pidfd pidfd, Action<WatchedProcess, string> ended)
    {
        var process = new WatchedProcess(pidfd);
        lock (_lock) _watched.Add((process, ended));
        Wake();
        return process;
    }

    /// <summary>Stops watching; the processes go on.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        Wake();
        _thread.Join();
        _wake.Dispose();
        foreach (var (process, _) in _watched) process.Pidfd.Dispose();
        _watched.Clear();
    }

    private void Run()
    {
        while (!_stopping)
        {
            (WatchedProcess Process, Action<WatchedProcess, string> Ended)[] watched;
            lock (_lock) watched = [.. _watched];
            var entries = new Libc.PollEntry[watched.Length + 1];
            entries[0] = new Libc.PollEntry { Descriptor = (int)_wake.DangerousGetHandle(), Events = Libc.PollIn };
            for (var i = 0; i < watched.Length; i++)
                entries[i + 1] = new Libc.PollEntry { Descriptor = (int)watched[i].Process.Pidfd.Handle.DangerousGetHandle(), Events = Libc.PollIn };

            int ready;
            fixed (Libc.PollEntry* first = entries) ready = Libc.Poll(first, (ulong)entries.Length, -1);
            if (ready < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.Interrupted) continue;
                throw new InvalidOperationException($"poll: {Marshal.GetPInvokeErrorMessage(error)}");
            }

            if (entries[0].Happened != 0) Drain();
            for (var i = 0; i < watched.Length; i++)
                if (entries[i + 1].Happened != 0) End(watched[i].Process, watched[i].Ended);
        }
    }

    private void End(WatchedProcess process, Action<WatchedProcess, string> ended)
    {
        var how = process.Pidfd.Reap();
        lock (_lock) _watched.RemoveAll(w => ReferenceEquals(w.Process, process));
        ended(process, how);
        process.Complete(how);
        process.Pidfd.Dispose();
    }

    private void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, &one, sizeof(ulong));
    }

    private void Drain()
    {
        ulong count;
        _ = Libc.Read(_wake, &count, sizeof(ulong));
    }
}
