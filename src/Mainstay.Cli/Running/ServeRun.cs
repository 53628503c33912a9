using System.Collections.Immutable;
using Mainstay.Cli.Logging;
using Mainstay.Cli.Verbs;
using Mainstay.Server.Hosting;
using Mainstay.Server.Hosting.Handover;
using Mainstay.Server.Nodes;
using Mainstay.Server.Settings;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Running;

/// <summary>One run of <c>serve</c>: a daemon by its configuration file, until it is asked to end. Its nodes go on without it.</summary>
internal sealed partial class ServeRun(Terminal terminal, ServeOptions options)
{
    /// <summary>How long clients' commands that are under way may take to be answered at the end.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a daemon that takes over tries to serve every group. The other one could do no better then.</summary>
    private static readonly TimeSpan ServesPatience = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // 1. All of the file, or nothing at all.
        var program = Environment.ProcessPath;
        var reading = ConfigOption.Read(options.File, options.Host);
        if (reading.Spec is not { } spec)
        {
            foreach (var fault in reading.Faults) terminal.Error.WriteLine(fault.Describe(options.File));
            terminal.Error.WriteLine("mainstay: nothing was started");
            return ExitCode.Usage;
        }

        var logs = new LogSwitch(options.Least, options.Format ?? reading.Logs);
        using var loggers = DaemonLoggerProvider.Factory(terminal.Error, TimeProvider.System, logs);
        var logger = loggers.CreateLogger("Mainstay.Serve");
        foreach (var fault in reading.Faults) Tell(logger, fault);
        using var end = new EndSignals(terminal, cancellationToken) { HangUpEnds = false };
        using var upgrade = new UpgradeSignal(program, options, logger);
        try
        {
            // 2. From whom it takes over, if it was asked to and somebody is there.
            await using var predecessor = options.TakesOver
                ? await Predecessor.MeetAsync(spec, ConfigOption.HostName(options.Host), options.Drain, TimeProvider.System, loggers, end.Token)
                : null;
            if (options.TakesOver && predecessor is null) Log.Nobody(logger);

            // 3. The daemon, and whoever watches over it, until the end is asked for or another daemon takes over.
            if (!await ServeAsync(spec, predecessor, logs, loggers, logger, end)) Log.Succeeded(logger);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            Log.Ending(logger, end.Reason);
            return ExitCode.Ok;
        }
        catch (Exception expected) when (expected is DaemonStartException or DataDirectoryException or EngineMissingException or StoreException or PlatformNotSupportedException)
        {
            throw new VerbException(ExitCode.Failed, $"mainstay: {expected.Message}");
        }
    }

    /// <summary>Whether it served to the end that was asked for; false when another daemon serves now.</summary>
    private async Task<bool> ServeAsync(DaemonSpec spec, Predecessor? predecessor, LogSwitch logs, ILoggerFactory loggers, ILogger logger, EndSignals end)
    {
        var daemon = await StartAsync(spec, predecessor, loggers, end.Token);
        try
        {
            var isHandingOver = false;
            await using var notices = new ServiceNotices(() => isHandingOver || daemon.IsTurning, TimeProvider.System, Environment.GetEnvironmentVariable("WATCHDOG_USEC"));
            using var port = HandoverPort.TryOpen(daemon.DataPath, ConfigOption.HostName(options.Host), TimeProvider.System, loggers);
            foreach (var note in daemon.MembershipNotes) Log.Note(logger, note);
            Log.Up(logger, options.File, spec.Web.ToString());
            notices.Ready($"{spec.Groups.Length} groups{(spec.Clusters.IsEmpty ? "" : $" and {spec.Clusters.Length} clusters")} by {options.File}");
            await using var watch = new ConfigWatch(options.File, TimeProvider.System);

            // Changes of the file, until the end is asked for, or somebody asks to take over.
            while (await FollowAsync(daemon, port, notices, watch, logs, logger, end.Token) is { } successor)
            {
                await using var asked = successor;
                isHandingOver = true;
                var serving = () =>
                {
                    port!.Dispose();
                    notices.Succeeded(successor.ProcessId);
                };
                if (await successor.TakeFromAsync(daemon, serving, end.Token) is not { } resumed) return false;
                (daemon, isHandingOver) = (resumed, false);
                notices.Ready(await ReloadAsync(daemon, logs, logger, end.Token));
            }

            // The end: who is connected gets his answers; the nodes stay.
            notices.Stopping();
            Log.Ending(logger, end.Reason);
            await daemon.DrainAsync(DrainPatience);
            return true;
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    /// <summary>Starts the daemon; where it takes over, it serves every group, or as good as it gets, before the other one is told to go.</summary>
    private static async Task<Daemon> StartAsync(DaemonSpec spec, Predecessor? predecessor, ILoggerFactory loggers, CancellationToken end)
    {
        if (predecessor is null) return await Daemon.StartAsync(spec, TimeProvider.System, loggers, null, end);
        using var begun = CancellationTokenSource.CreateLinkedTokenSource(end, predecessor.Refused);
        Daemon? daemon = null;
        try
        {
            daemon = await Daemon.StartAsync(spec, predecessor, TimeProvider.System, loggers, null, begun.Token);
            await Readiness.WaitAsync(daemon, group => group.Controller.Status.Topology.Primary is not null, cluster => cluster.Controller.Topology is not null, ServesPatience, TimeProvider.System, begun.Token);
            await predecessor.LeaveToAsync(daemon, begun.Token);
            return daemon;
        }
        catch (Exception e)
        {
            if (daemon is not null) await daemon.DisposeAsync();
            if (e is OperationCanceledException && predecessor.Refusal is { } why)
                throw new DaemonStartException($"The running daemon (process {predecessor.ProcessId}) goes on, and nothing was taken over: {why}.", e);
            throw;
        }
    }

    /// <summary>Reloads at each change. Returns who asks to take over, or null when the end is asked for.</summary>
    private async Task<Successor?> FollowAsync(Daemon daemon, HandoverPort? port, ServiceNotices notices, ConfigWatch watch, LogSwitch logs, ILogger logger, CancellationToken end)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end);
        var asked = port?.AskedAsync(stop.Token);
        var reloading = ReloadAtEachChangeAsync(daemon, notices, watch, logs, logger, stop.Token);
        await Task.WhenAny(asked ?? reloading, reloading);
        await stop.CancelAsync();
        await reloading;
        if (asked is null) return null;
        await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!asked.IsCompletedSuccessfully) return null;
        if (!end.IsCancellationRequested) return asked.Result;
        await asked.Result.DisposeAsync();
        return null;
    }

    private async Task ReloadAtEachChangeAsync(Daemon daemon, ServiceNotices notices, ConfigWatch watch, LogSwitch logs, ILogger logger, CancellationToken end)
    {
        try
        {
            await foreach (var why in watch.Asked.ReadAllAsync(end))
            {
                Log.Reloading(logger, options.File, why);
                notices.Reloading();
                notices.Ready(await ReloadAsync(daemon, logs, logger, end));
            }
        }
        catch (OperationCanceledException)
        {
            // The end was asked for, or somebody takes over.
        }
    }

    /// <summary>A faulty file changes nothing. Returns what the service manager shows.</summary>
    private async Task<string> ReloadAsync(Daemon daemon, LogSwitch logs, ILogger logger, CancellationToken cancellationToken)
    {
        var reading = ConfigOption.Read(options.File, options.Host);
        foreach (var fault in reading.Faults) Tell(logger, fault);
        if (reading.Spec is not { } next)
        {
            Log.Unchanged(logger, options.File);
            return $"{options.File} is faulty and changed nothing; see the log";
        }

        if (options.Format is null) logs.Format = reading.Logs;
        ImmutableArray<string> left = await daemon.ReloadAsync(next, cancellationToken);
        foreach (var one in left) Log.Note(logger, one);
        Log.Reloaded(logger, options.File, left.Length);
        return left.IsEmpty ? $"reloaded {options.File}" : $"reloaded {options.File}; {left.Length} changes wait, see the log";
    }

    private void Tell(ILogger logger, SettingsFault fault)
    {
        var text = fault.Describe(options.File);
        Log.Fault(logger, fault.IsWarning ? LogLevel.Warning : LogLevel.Error, text);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "up by {File}; the API is at {Web}", EventName = "Up")]
        public static partial void Up(ILogger logger, string file, string web);

        [LoggerMessage(2, LogLevel.Information, "{Reason}: ending; the nodes go on", EventName = "Ending")]
        public static partial void Ending(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Information, "reading {File} again: {Why}", EventName = "Reloading")]
        public static partial void Reloading(ILogger logger, string file, string why);

        [LoggerMessage(4, LogLevel.Information, "{File} is in force; changes that wait: {Left}", EventName = "Reloaded")]
        public static partial void Reloaded(ILogger logger, string file, int left);

        [LoggerMessage(5, LogLevel.Error, "{File} is faulty: nothing was changed", EventName = "ReloadRefused")]
        public static partial void Unchanged(ILogger logger, string file);

        [LoggerMessage(6, LogLevel.Warning, "{Note}", EventName = "Note")]
        public static partial void Note(ILogger logger, string note);

        [LoggerMessage(10, LogLevel.Information, "nobody runs to take over from: this is a start like any other", EventName = "NobodyToTakeOverFrom")]
        public static partial void Nobody(ILogger logger);

        [LoggerMessage(11, LogLevel.Information, "another daemon serves: ending; the nodes go on", EventName = "Succeeded")]
        public static partial void Succeeded(ILogger logger);

        [LoggerMessage(EventId = 7, EventName = "Fault", Message = "{Fault}")]
        public static partial void Fault(ILogger logger, LogLevel level, string fault);
    }
}
