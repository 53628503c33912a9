using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Running;

/// <summary>
/// SIGUSR2: starts the program that lies where this one was started from, to take over. It is a child of the daemon, so that a service manager counts it
/// to the same service.
/// </summary>
internal sealed partial class UpgradeSignal : IDisposable
{
    private const int User2 = 12;

    private readonly PosixSignalRegistration? _registration;

    /// <param name="program">The program's path, as it was when this one started: afterwards the file is another one.</param>
    /// <param name="options">What it is started with.</param>
    /// <param name="logger">Where a start that fails is told.</param>
    public UpgradeSignal(string? program, ServeOptions options, ILogger logger)
    {
        if (program is null || !OperatingSystem.IsLinux()) return;
        _registration = PosixSignalRegistration.Create((PosixSignal)User2, signal =>
        {
            signal.Cancel = true;
            Start(program, options, logger);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _registration?.Dispose();

    private static void Start(string program, ServeOptions options, ILogger logger)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(program, options.Successor) { UseShellExecute = false });
            Log.Started(logger, program, started?.Id ?? 0);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            Log.Failed(logger, program, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8, LogLevel.Information, "SIGUSR2: {Program} is started as process {Process} to take over", EventName = "Upgrading")]
        public static partial void Started(ILogger logger, string program, int process);

        [LoggerMessage(9, LogLevel.Error, "SIGUSR2: {Program} cannot be started, this daemon goes on: {Why}", EventName = "UpgradeFailed")]
        public static partial void Failed(ILogger logger, string program, string why);
    }
}
