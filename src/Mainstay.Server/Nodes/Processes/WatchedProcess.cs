namespace Mainstay.Server.Nodes.Processes;

/// <summary>A process whose end an <see cref="ExitWatcher"/> awaits.</summary>
internal sealed class WatchedProcess(Pidfd pidfd)
{
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int ProcessId => Pidfd.ProcessId;

    public Pidfd Pidfd { get; } = pidfd;

    /// <summary>Completes with how it ended, for people, as soon as the kernel tells.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Sends a signal; false when the process ended already.</summary>
    public bool Signal(int signal)
    {
        try
        {
            return !Ended.IsCompleted && Pidfd.Signal(signal);
        }
        catch (ObjectDisposedException)
        {
            return false; // it ended meanwhile
        }
    }

    /// <summary>Called by the watcher, once.</summary>
    public void Complete(string how) => _ended.TrySetResult(how);
}
