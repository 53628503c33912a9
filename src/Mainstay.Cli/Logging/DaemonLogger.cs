using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mainstay.Server.Settings;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Logging;

/// <summary>
/// One line for each thing that happens, to standard error. In the journal a line begins with its priority (sd-daemon(3)) instead of the time,
/// which the journal knows. A log that cannot be written stops nobody.
/// </summary>
internal sealed class DaemonLogger(TextWriter writer, TimeProvider time, string category, bool journal, LogSwitch settings) : ILogger
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= settings.Least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var message = formatter(state, exception) + (exception is null ? "" : $": {exception.Message}");
        var line = settings.Format == LogFormat.Json ? Json(logLevel, eventId, message, exception) : Text(logLevel, message.ReplaceLineEndings(" "));
        try
        {
            lock (writer) writer.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader of the log is gone, or its disk is full. The daemon's work is not.
        }
    }

    private string Text(LogLevel level, string message)
    {
        if (journal) return $"<{Priority(level)}>{message}";
        var word = level switch { LogLevel.Trace or LogLevel.Debug => "debug: ", LogLevel.Warning => "warning: ", LogLevel.Error => "error: ", LogLevel.Critical => "critical: ", _ => "" };
        return $"{Now()} {word}{message}";
    }

    private string Json(LogLevel level, EventId id, string message, Exception? exception)
    {
        var line = new JsonObject { ["time"] = Now(), ["level"] = level.ToString().ToLowerInvariant(), ["event"] = id.Name, ["source"] = category, ["message"] = message };
        if (exception is not null) line["exception"] = exception.ToString();
        return line.ToJsonString(Relaxed);
    }

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>As syslog(3) numbers them.</summary>
    private static int Priority(LogLevel level) => level switch { LogLevel.Critical => 2, LogLevel.Error => 3, LogLevel.Warning => 4, LogLevel.Information => 6, _ => 7 };
}
