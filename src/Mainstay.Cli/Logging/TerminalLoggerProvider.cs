using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Logging;

/// <summary>Gives every part of the daemon the same terminal to write to.</summary>
internal sealed class TerminalLoggerProvider(TextWriter writer, TimeProvider time, RunStage stage) : ILoggerProvider
{
    private readonly TerminalLogger _logger = new(writer, time, stage);

    public static ILoggerFactory Factory(TextWriter writer, TimeProvider time, RunStage stage) =>
        LoggerFactory.Create(logging => logging.AddProvider(new TerminalLoggerProvider(writer, time, stage)));

    public ILogger CreateLogger(string categoryName) => _logger;

    public void Dispose()
    {
        // The writer is its owner's.
    }
}
