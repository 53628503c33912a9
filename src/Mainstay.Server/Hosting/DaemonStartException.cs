using System.Collections.Immutable;

namespace Mainstay.Server.Hosting;

/// <summary>The daemon could not start, and whatever it had begun is undone. The message is meant to be printed as it is.</summary>
/// <param name="message">What happened and what to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class DaemonStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The ports that others have, when that is the reason.</summary>
    public ImmutableArray<TakenPort> Taken { get; init; } = [];
}
