using System.Collections.Immutable;
using Mainstay.Cli.Logging;
using Mainstay.Cli.Verbs;
using Mainstay.Server.Hosting;
using Mainstay.Server.Nodes;
using Mainstay.Server.Settings;
using Mainstay.Server.Store;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Running;

/// <summary>One run of <c>serve</c>: a daemon by its configuration file, until it is asked to end. Its nodes go on without it.</summary>
internal sealed partial class ServeRun(Terminal terminal, string file, string? host, LogLevel least, LogFormat? format)
{
    /// <summary>How long clients' commands that are under way may take to be answered at the end.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(5);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // 1. All of the file, or nothing at all.
        var reading = ConfigOption.Read(file, host);
        if (reading.Spec is not { } spec)
        {
            foreach (var fault in reading.Faults) terminal.Error.WriteLine(fault.Describe(file));
            terminal.Error.WriteLine("mainstay: nothing was started");
            return ExitCode.Usage;
        }

        var logs = new LogSwitch(least, format ?? reading.Logs);
        using var loggers = DaemonLoggerProvider.Factory(terminal.Error, TimeProvider.System, logs);
        var logger = loggers.CreateLogger("Mainstay.Serve");
        foreach (var fault in reading.Faults) Tell(logger, fault);
        using var end = new EndSignals(terminal, cancellationToken) { HangUpEnds = false };
        try
        {
            // 2. The daemon, and whoever watches over it.
            await using var daemon = await Daemon.StartAsync(spec, TimeProvider.System, loggers, null, end.Token);
            await using var notices = new ServiceNotices(() => daemon.IsTurning, TimeProvider.System, Environment.GetEnvironmentVariable("WATCHDOG_USEC"));
            foreach (var note in daemon.MembershipNotes) Log.Note(logger, note);
            Log.Up(logger, file, spec.Web.ToString());
            notices.Ready($"{spec.Groups.Length} groups by {file}");

            // 3. Changes of the file, until the end is asked for.
            await using (var watch = new ConfigWatch(file, TimeProvider.System)) await FollowAsync(daemon, notices, watch, logs, logger, end.Token);

            // 4. The end: who is connected gets his answers; the nodes stay.
            notices.Stopping();
            Log.Ending(logger, end.Reason);
            await daemon.DrainAsync(DrainPatience);
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

    private async Task FollowAsync(Daemon daemon, ServiceNotices notices, ConfigWatch watch, LogSwitch logs, ILogger logger, CancellationToken end)
    {
        try
        {
            await foreach (var why in watch.Asked.ReadAllAsync(end))
            {
                Log.Reloading(logger, file, why);
                notices.Reloading();
                notices.Ready(await ReloadAsync(daemon, logs, logger, end));
            }
        }
        catch (OperationCanceledException)
        {
            // The end was asked for.
        }
    }

    /// <summary>A faulty file changes nothing. Returns what the service manager shows.</summary>
    private async Task<string> ReloadAsync(Daemon daemon, LogSwitch logs, ILogger logger, CancellationToken cancellationToken)
    {
        var reading = ConfigOption.Read(file, host);
        foreach (var fault in reading.Faults) Tell(logger, fault);
        if (reading.Spec is not { } next)
        {
            Log.Unchanged(logger, file);
            return $"{file} is faulty and changed nothing; see the log";
        }

        if (format is null) logs.Format = reading.Logs;
        ImmutableArray<string> left = await daemon.ReloadAsync(next, cancellationToken);
        foreach (var one in left) Log.Note(logger, one);
        Log.Reloaded(logger, file, left.Length);
        return left.IsEmpty ? $"reloaded {file}" : $"reloaded {file}; {left.Length} changes wait, see the log";
    }

    private void Tell(ILogger logger, SettingsFault fault)
    {
        var text = fault.Describe(file);
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

        [LoggerMessage(EventId = 7, EventName = "Fault", Message = "{Fault}")]
        public static partial void Fault(ILogger logger, LogLevel level, string fault);
    }
}
