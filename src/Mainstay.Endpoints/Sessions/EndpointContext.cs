using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Holding;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Scripts;
using Mainstay.Endpoints.Transport;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>What all sessions of one endpoint on one loop share. What is set here is set on that loop.</summary>
internal sealed class EndpointContext : Entrance
{
    /// <summary>Where the group's primary endpoint listens; null when it has none.</summary>
    public NodeAddress? PrimaryEndpoint { get; set; }

    /// <summary>What the group's sessions have on this loop.</summary>
    public required SessionFloor Floor { get; init; }

    /// <summary>Where commands go.</summary>
    public required GroupRoute Route { get; init; }

    /// <summary>What is held.</summary>
    public required HoldLedger Ledger { get; init; }

    /// <summary>The scripts that its clients use, one cache for the group.</summary>
    public required ScriptCache Scripts { get; init; }

    /// <summary>What commands are.</summary>
    public CommandCatalog Catalog { get; set; } = CommandCatalog.Default;

    /// <summary>What clients may announce.</summary>
    public RespLimits RequestLimits { get; set; } = RespLimits.Default;

    /// <summary>Whether every session has a connection of its own.</summary>
    public bool IsDedicated { get; init; }

    /// <inheritdoc/>
    public override ClientFloor ClientFloor => Floor;

    /// <inheritdoc/>
    public override byte[] TooManyClients => SessionContext.ErrorLine(Replies.TooManyClients);

    /// <inheritdoc/>
    public override byte[] TooManyFromAddress => SessionContext.ErrorLine(Replies.TooManyFromAddress);

    /// <summary>Does something with each session that is open now.</summary>
    public void EachSession(Action<Session> what) => Each(client => what((Session)client));

    /// <inheritdoc/>
    protected override ClientConnection Connect(Channel channel, MovedClient? moved) => new Session(channel, this, moved);
}
