using System.Net.Sockets;
using Mainstay.Core.Topology;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Transport.Stock;

/// <summary>
/// A loop over .NET's own sockets, for systems without epoll: the system's completions come on other threads and are posted here, so that
/// everything else is the same.
/// </summary>
internal sealed class SocketLoop(int number, TimeProvider time, ILogger logger) : EventLoop(number, time, logger)
{
    private readonly AutoResetEvent _bell = new(false);

    /// <inheritdoc/>
    public override IDisposable Connect(NodeAddress address, string? unixSocket, Action<Channel?, string?> done) => new SocketConnect(this, address, unixSocket, done);

    /// <inheritdoc/>
    public override void Accept(Listener listener, Action<Channel> accepted, Action<string> failed) => _ = new SocketAcceptor(this, listener, accepted, failed);

    /// <inheritdoc/>
    protected override bool Poll(int milliseconds)
    {
        var rung = milliseconds != 0 && _bell.WaitOne(milliseconds);
        Refresh();
        return rung;
    }

    /// <inheritdoc/>
    protected override void Wake() => _bell.Set();

    /// <inheritdoc/>
    protected override void Free() => _bell.Dispose();
}
