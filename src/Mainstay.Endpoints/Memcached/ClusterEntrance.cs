using System.Text;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Holding;
using Mainstay.Endpoints.Memcached.Answers;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Sessions;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Memcached;

/// <summary>A cluster's configuration endpoint on one loop.</summary>
internal sealed class ClusterEntrance : Entrance
{
    /// <summary>What the cluster's clients have on this loop.</summary>
    public required ClusterFloor Floor { get; init; }

    /// <summary>Where keys go.</summary>
    public required ClusterRoute Route { get; init; }

    /// <summary>What is held.</summary>
    public required HoldLedger Ledger { get; init; }

    /// <summary>Bytes of the largest value that is taken.</summary>
    public long MostValueBytes { get; set; }

    /// <inheritdoc/>
    public override ClientFloor ClientFloor => Floor;

    /// <inheritdoc/>
    public override byte[] TooManyClients => Encoding.ASCII.GetBytes($"{MemcachedReplies.TooManyClients}\r\n");

    /// <inheritdoc/>
    public override byte[] TooManyFromAddress => Encoding.ASCII.GetBytes($"{MemcachedReplies.TooManyFromAddress}\r\n");

    /// <summary>Does something with each client that is connected now.</summary>
    public void EachSession(Action<MemcachedSession> what) => Each(client => what((MemcachedSession)client));

    /// <inheritdoc/>
    protected override ClientConnection Connect(Channel channel, MovedClient? moved) => new MemcachedSession(channel, this, moved);
}
