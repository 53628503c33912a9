using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace Mainstay.Cli.Running;

/// <summary>Tells the service manager how far the daemon is (sd_notify(3)), and while all is well that it lives. Without one, nothing happens.</summary>
internal sealed class ServiceNotices : IAsyncDisposable
{
    private readonly SystemdNotifier _notifier = new();
    private readonly Func<bool> _isWell;
    private readonly TimeProvider _time;
    private readonly ITimer? _watchdog;

    /// <param name="isWell">Whether the daemon does its work; while it does not, the watchdog is not fed, and the manager starts it again.</param>
    /// <param name="time">Clock of the watchdog.</param>
    /// <param name="watchdog"><c>WATCHDOG_USEC</c>: microseconds; null for none.</param>
    public ServiceNotices(Func<bool> isWell, TimeProvider time, string? watchdog)
    {
        (_isWell, _time) = (isWell, time);
        if (!_notifier.IsEnabled || !long.TryParse(watchdog, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds <= 0) return;
        var half = TimeSpan.FromMicroseconds(microseconds / 2);
        _watchdog = time.CreateTimer(_ => Feed(), null, half, half);
    }

    /// <summary>It is up.</summary>
    public void Ready(string status) => Tell($"READY=1\nSTATUS={status}");

    /// <summary>It reads its configuration anew.</summary>
    public void Reloading() => Tell(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Microseconds()}"));

    /// <summary>
    /// Another process is the daemon from here on. It is this one that says so, for the manager believes the process that it knows; what the other says
    /// counts from then on.
    /// </summary>
    public void Succeeded(int process) => Tell(string.Create(CultureInfo.InvariantCulture, $"MAINPID={process}"));

    /// <summary>It ends.</summary>
    public void Stopping() => Tell("STOPPING=1\nSTATUS=ending; the data nodes go on");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _watchdog?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Feed()
    {
        if (_isWell()) Tell("WATCHDOG=1");
    }

    private void Tell(string state) => _notifier.Notify(new ServiceState(state.ReplaceLineEndings("\n")));

    // CLOCK_MONOTONIC, as the manager compares it: TimeProvider.System counts by the same clock on Linux.
    private long Microseconds() => (long)(_time.GetTimestamp() / (double)_time.TimestampFrequency * 1_000_000);
}
