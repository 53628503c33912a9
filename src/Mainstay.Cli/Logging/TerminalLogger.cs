using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Logging;

/// <summary>Writes a daemon's log as lines for people: no category, no event number, the level only where something is wrong.</summary>
internal sealed class TerminalLogger(TextWriter writer, TimeProvider time, RunStage stage) : ILogger
{
    // Told by the narrator, by the supervisor's own line, or by the reason that follows.
    private static readonly string[] ToldElsewhere = ["Published", "NodeHealth", "NodeEnded", "NodeVerdict"];

    // What a start tells although nothing is wrong: that it did not start anew.
    private static readonly string[] ToldAtStart = ["node-adopted"];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsShown(logLevel, eventId.Name)) return;
        var level = logLevel switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error => "error: ",
            LogLevel.Critical => "critical: ",
            _ => "",
        };
        var cause = exception is null ? "" : $": {exception.Message}";
        TerminalLine.Write(writer, time, (level + formatter(state, exception) + cause).ReplaceLineEndings(" "));
    }

    // A start and an end are full of nodes that come and go; only what is wrong with that is news.
    private bool IsShown(LogLevel level, string? name) => !ToldElsewhere.Contains(name) && stage.Now switch
    {
        Stage.Starting => level >= LogLevel.Warning || ToldAtStart.Contains(name),
        Stage.Running => level >= LogLevel.Information,
        _ => level >= LogLevel.Error,
    };
}
