using System.Collections.Immutable;
using Mainstay.Endpoints.Transport.Epoll;
using Mainstay.Endpoints.Transport.Stock;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Transport;

/// <summary>The loops of a process, shared by the endpoints of all its groups. Dispose it after them.</summary>
public sealed class EventLoops : IDisposable
{
    /// <summary>Overrides <see cref="DefaultKind"/>: <c>epoll</c> or <c>sockets</c>.</summary>
    public const string KindVariable = "MAINSTAY_TRANSPORT";

    /// <summary>Starts <paramref name="count"/> loops.</summary>
    public EventLoops(int count, TransportKind kind, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("Mainstay.Endpoints.Loops");
        Kind = kind;
        All = [.. Enumerable.Range(1, count).Select(EventLoop (number) => kind == TransportKind.Epoll ? new EpollLoop(number, time, logger) : new SocketLoop(number, time, logger))];
        foreach (var loop in All) loop.Start();
    }

    /// <summary>epoll where there is one, unless the environment asks for something else.</summary>
    public static TransportKind DefaultKind =>
        !OperatingSystem.IsLinux() || string.Equals(Environment.GetEnvironmentVariable(KindVariable), "sockets", StringComparison.OrdinalIgnoreCase) ? TransportKind.Sockets : TransportKind.Epoll;

    /// <summary>What they are made of.</summary>
    public TransportKind Kind { get; }

    internal ImmutableArray<EventLoop> All { get; }

    /// <summary>
    /// How many loops a host should have: one a core, but one in all where data servers share a host of few cores, which need the rest.
    /// </summary>
    public static int CountFor(int cores, bool withDataNodes) => withDataNodes && cores <= 4 ? 1 : Math.Max(1, cores);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var loop in All) loop.Dispose();
    }
}
