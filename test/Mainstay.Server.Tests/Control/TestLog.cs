using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Tests.Control;

/// <summary>Keeps what is logged, for a failure's message and for tests that look for a line.</summary>
internal sealed class TestLog : ILoggerFactory
{
    private const int Most = 2000;
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public override string ToString() => string.Join('\n', _lines.TakeLast(80));

    private sealed class Category(TestLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var at = TimeProvider.System.GetElapsedTime(log._began).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
            log._lines.Enqueue($"{at} {logLevel} {name}: {formatter(state, exception)} {exception}");
            while (log._lines.Count > Most) log._lines.TryDequeue(out _);
        }
    }
}
