using Mainstay.Core.Topology;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Transport.Tls;
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

    /// <summary>How they are reached over TLS, unix sockets aside; null where they are reached without.</summary>
    public NodeTls? Tls { get; init; }

    /// <summary>Where faults are told.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Connects; <paramref name="done"/> gets the channel, or why there is none.</summary>
    /// <returns>Gives the attempt up.</returns>
    public IDisposable Connect(NodeAddress address, string? unixSocket, Action<Channel?, string?> done)
    {
        var attempt = new Attempt(this, address, unixSocket, done);
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
    private sealed class Attempt(UpstreamSetting setting, NodeAddress address, string? unixSocket, Action<Channel?, string?> done) : IDisposable
    {
        private IDisposable? _connect;
        private TlsChannel? _encrypted;
        private bool _begun;
        private bool _over;

        public void Begin()
        {
            if (_over) return;
            _begun = true;
            setting._attempts++;
            _connect = setting.Loop.Connect(address, unixSocket, OnConnected);
        }

        public void Dispose()
        {
            if (_over) return;
            _over = true;
            _connect?.Dispose();
            _encrypted?.Close();
            if (_begun) setting.EndAttempt();
        }

        private void OnConnected(Channel? channel, string? reason)
        {
            // A unix socket has no address.
            if (channel?.Remote is null || setting.Tls is not { } tls) Complete(channel, reason);
            else ShakeHands(channel, tls);
        }

        private void ShakeHands(Channel channel, NodeTls tls)
        {
            try
            {
                var options = tls.For(address.Host);
                _encrypted = new TlsChannel(setting.Loop, channel, lingers: false);
                _encrypted.Begin(options, failure => Complete(failure is null ? _encrypted : null, failure is null ? null : $"no TLS: {failure}"));
            }
            catch (TlsFileException e)
            {
                channel.Close();
                Complete(null, e.Message);
            }
        }

        private void Complete(Channel? channel, string? reason)
        {
            _over = true;
            setting.EndAttempt();
            done(channel, reason);
        }
    }
}
