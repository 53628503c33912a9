using Mainstay.Core;
using Mainstay.Core.Configuration;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Holding;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Scripts;
using Mainstay.Protocol.Resp;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Sessions;

/// <summary>What all sessions of one endpoint on one loop share. What is set here is set on that loop.</summary>
internal sealed class EndpointContext
{
    /// <summary>What the endpoint leads to.</summary>
    public required EndpointKind Kind { get; init; }

    /// <summary>Where it listens; the port is the real one.</summary>
    public required NodeAddress Address { get; set; }

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

    /// <summary>What is counted.</summary>
    public required EndpointCounters Counters { get; init; }

    /// <summary>What commands are.</summary>
    public CommandCatalog Catalog { get; set; } = CommandCatalog.Default;

    /// <summary>What clients may take.</summary>
    public LimitsSpec Limits { get; set; } = new();

    /// <summary>What clients may announce.</summary>
    public RespLimits RequestLimits { get; set; } = RespLimits.Default;

    /// <summary>Whether every session has a connection of its own.</summary>
    public bool IsDedicated { get; init; }

    /// <summary>Where it is told what happens.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Those open now.</summary>
    public HashSet<Session> Sessions { get; } = [];

    /// <summary>Whether the group's endpoints are being closed.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Gets every client that can be given to another process as soon as it can; null while clients stay.</summary>
    public Action<MovedClient>? Successor { get; set; }

    /// <summary>The time of this turn, on the loop's own scale.</summary>
    public Instant Now => Floor.Now;

    /// <summary>Told of the end of each session.</summary>
    public Action<Session> OnSessionEnded { get; set; } = static _ => { };

    /// <summary>Does something with each session that is open now. A fault of ours costs that one its connection and keeps it from no other.</summary>
    public void Each(Action<Session> what)
    {
        foreach (var session in Sessions.ToArray())
        {
            try
            {
                what(session);
            }
            catch (Exception e)
            {
                session.OnFault(e);
            }
        }
    }

    /// <summary>Counts a refusal by its reason.</summary>
    public void CountRefusal(HoldRefusal refusal) => Counters.Add(refusal switch
    {
        HoldRefusal.Time => EndpointCounter.RefusedHoldTime,
        HoldRefusal.Bytes => EndpointCounter.RefusedHoldBytes,
        _ => EndpointCounter.RefusedHoldCommands,
    });
}
