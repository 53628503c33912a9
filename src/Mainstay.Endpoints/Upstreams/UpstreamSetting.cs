using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>How the nodes of one group are reached from one loop.</summary>
internal sealed partial class UpstreamSetting
{
    /// <summary>Connections that are being made at once; further ones wait, so that a change of primary is no stampede on the new one.</summary>
    private const int MostAttempts = 256;

    private readonly Queue<Attempt> _waiting = new();
    private int _attempts;

    /// <summary>The loop.</summary>
    public required EventLoop Loop { get; init; }

    /// <summary>As whom nodes are asked who they are; null where they answer everybody.</summary>
    public NodeIdentity? Identity { get; init; }

    /// <summary>Where faults are told.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Connects; <paramref name="done"/> gets the channel, or why there is none.</summary>
    /// <returns>Gives the attempt up.</returns>
    public IDisposable Connect(RouteTarget target, Action<Channel?, string?> done)
    {
        var attempt = new Attempt(this, target, done);
        if (_attempts < MostAttempts) attempt.Begin();
        else _waiting.Enqueue(attempt);
        return attempt;
    }

    /// <summary>Tells of a fault of ours.</summary>
    public void Report(Exception fault) => LogFault(Logger, fault);

    private void EndAttempt()
    {
        _attempts--;
        while (_attempts < MostAttempts && _waiting.TryDequeue(out var next)) next.Begin();
    }

    [LoggerMessage(1021, LogLevel.Error, "A connection to a node ended by a fault", EventName = "UpstreamFault")]
    private static partial void LogFault(ILogger logger, Exception fault);

    /// <summary>One connection in the making, or waiting for its turn.</summary>
    private sealed class Attempt(UpstreamSetting setting, RouteTarget target, Action<Channel?, string?> done) : IDisposable
    {
        private IDisposable? _connect;
        private bool _begun;
        private bool _over;

        public void Begin()
        {
            if (_over) return;
            _begun = true;
            setting._attempts++;
            _connect = setting.Loop.Connect(target.Address, target.UnixSocket, Complete);
        }

        public void Dispose()
        {
            if (_over) return;
            _over = true;
            _connect?.Dispose();
            if (_begun) setting.EndAttempt();
        }

        private void Complete(Channel? channel, string? reason)
        {
            _over = true;
            setting.EndAttempt();
            done(channel, reason);
        }
    }
}
