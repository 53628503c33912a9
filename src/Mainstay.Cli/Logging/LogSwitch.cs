using Mainstay.Server.Settings;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Logging;

/// <summary>How the daemon logs just now; a reload may change it.</summary>
internal sealed class LogSwitch(LogLevel least, LogFormat format)
{
    private volatile int _format = (int)format;

    /// <summary>The least level that is shown.</summary>
    public LogLevel Least { get; } = least;

    /// <summary>Text or JSON.</summary>
    public LogFormat Format
    {
        get => (LogFormat)_format;
        set => _format = (int)value;
    }
}
