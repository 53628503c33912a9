using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Logging;

/// <summary>The log of a daemon: every part writes to standard error.</summary>
internal sealed class DaemonLoggerProvider(TextWriter writer, TimeProvider time, bool journal, LogSwitch settings) : ILoggerProvider
{
    public static ILoggerFactory Factory(TextWriter writer, TimeProvider time, LogSwitch settings) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(settings.Least)
        .AddProvider(new DaemonLoggerProvider(writer, time, IsJournal(Environment.GetEnvironmentVariable("JOURNAL_STREAM")), settings)));

    public ILogger CreateLogger(string categoryName) => new DaemonLogger(writer, time, categoryName, journal, settings);

    public void Dispose()
    {
        // The writer is its owner's.
    }

    /// <summary>
    /// Whether standard error is the journal: the variable names the device and inode of its stream (systemd.exec(5)); one that was inherited
    /// and redirected since names another.
    /// </summary>
    internal static bool IsJournal(string? stream)
    {
        if (stream?.Split(':') is not [var device, var inode] || !OperatingSystem.IsLinux()) return false;
        var fields = new ulong[32];
        const int StandardError = 2;
        return FStat(StandardError, fields) == 0
            && device == fields[0].ToString(CultureInfo.InvariantCulture) && inode == fields[1].ToString(CultureInfo.InvariantCulture);
    }

    // struct stat begins with the device and the inode, eight bytes each, on the 64-bit systems that are supported.
    [DllImport("libc", EntryPoint = "fstat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FStat(int descriptor, [Out] ulong[] buffer);
}
