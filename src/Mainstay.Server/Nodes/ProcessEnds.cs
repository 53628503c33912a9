using System.ComponentModel;
using Mainstay.Core.Failover;
using Mainstay.Server.Nodes.Processes;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Nodes;

/// <summary>Ends the processes of nodes, by their descriptors.</summary>
internal sealed partial class ProcessEnds(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Ends one by SIGKILL and returns when it is gone.</summary>
    public async Task<ActionResult> KillAsync(string node, WatchedProcess process, CancellationToken cancellationToken)
    {
        try
        {
            if (process.Signal(Pidfd.Kill)) Log.Killed(logger, node, process.ProcessId);
            await process.Ended.WaitAsync(KillPatience, time, cancellationToken).ConfigureAwait(false);
            return new ActionResult.Done();
        }
        catch (TimeoutException)
        {
            return new ActionResult.Failed($"{node}: process {process.ProcessId} did not end within {KillPatience.TotalSeconds:0} s of SIGKILL; it waits for a disk, or it is traced");
        }
        catch (Win32Exception e)
        {
            return new ActionResult.Failed($"{node}: {e.Message}");
        }
    }

    /// <summary>
    /// Ends several at once by SIGTERM, those left after <paramref name="grace"/> by SIGKILL, and returns when they are gone. A stopped process is
    /// ended by SIGKILL straight away.
    /// </summary>
    /// <exception cref="TimeoutException">One does not end.</exception>
    public async Task StopAsync(IReadOnlyList<(string Node, WatchedProcess Process)> running, TimeSpan grace, CancellationToken cancellationToken)
    {
        foreach (var (node, process) in running)
        {
            // A stopped process would, once continued, first obey what was sent to it long ago.
            var stopped = ProcessStat.Of(process.ProcessId) is { State: 'T' or 't' };
            Log.Stopping(logger, node, process.ProcessId);
            process.Signal(stopped ? Pidfd.Kill : Pidfd.Terminate);
        }
        var all = Task.WhenAll(running.Select(one => one.Process.Ended));
        try
        {
            await all.WaitAsync(grace, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (var (node, process) in running.Where(one => !one.Process.Ended.IsCompleted))
                if (process.Signal(Pidfd.Kill)) Log.Killed(logger, node, process.ProcessId);
            await all.WaitAsync(KillPatience, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "node {Node}: ending process {ProcessId} by SIGKILL", EventName = "node-killed")]
        public static partial void Killed(ILogger logger, string node, int processId);

        [LoggerMessage(3, LogLevel.Information, "node {Node}: stopping process {ProcessId}", EventName = "node-stopping")]
        public static partial void Stopping(ILogger logger, string node, int processId);
    }
}
