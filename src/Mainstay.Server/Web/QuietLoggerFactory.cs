using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Web;

/// <summary>Passes our own loggers on and silences the web framework's, whose faults reach callers as answers or exceptions anyway.</summary>
internal sealed class QuietLoggerFactory(ILoggerFactory ours) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Mainstay.", StringComparison.Ordinal) ? ours.CreateLogger(categoryName) : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider) => ours.AddProvider(provider);

    public void Dispose()
    {
        // Its owner disposes what it passed in.
    }
}
