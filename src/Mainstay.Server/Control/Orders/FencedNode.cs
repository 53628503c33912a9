using System.Net;
using Mainstay.Core.Failover;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>A node that may be given the order of a term: its connection was opened, answered, and the term was found to hold after that.</summary>
/// <param name="connection">To it; good for this order only.</param>
/// <param name="before">What it said of itself before the order.</param>
internal sealed class FencedNode(NodeConnection connection, NodeReport before)
{
    /// <summary>What it said of itself before the order.</summary>
    public NodeReport Before { get; } = before;

    /// <summary>The address by which it sees us, and by which we see it; null by a unix socket.</summary>
    public (IPAddress Ours, IPAddress Its)? Addresses => connection.Addresses;

    /// <summary>Whether any of the order was written: from then on no answer means that it may be carried out, or may still be.</summary>
    public bool Ordered { get; private set; }

    /// <summary>Writes <paramref name="commands"/> in one go; replies in their order, errors among them.</summary>
    /// <exception cref="NodeException">Reset, or no RESP.</exception>
    public Task<RespValue[]> ExchangeAsync(CancellationToken cancellationToken, params IReadOnlyList<byte[]> commands)
    {
        Ordered = true;
        return connection.ExchangeAsync(commands, Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
