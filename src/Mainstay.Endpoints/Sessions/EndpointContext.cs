using Mainstay.Core;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Holding;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Scripts;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Sessions;

/// <summary>What all sessions of one endpoint share.</summary>
internal sealed class EndpointContext
{
    private long _origin;

    /// <summary>What the endpoint leads to.</summary>
    public required EndpointKind Kind { get; init; }

    /// <summary>Where it listens; the port is the real one.</summary>
    public required NodeAddress Address { get; set; }

    /// <summary>Where the group's primary endpoint listens; null when it has none.</summary>
    public NodeAddress? PrimaryEndpoint { get; set; }

    /// <summary>As whom nodes are asked who they are; null where they answer everybody.</summary>
    public NodeIdentity? Identity { get; init; }

    /// <summary>Where commands go.</summary>
    public required GroupRoute Route { get; init; }

    /// <summary>What is held.</summary>
    public required HoldLedger Ledger { get; init; }

    /// <summary>What unfinished and unanswered requests may take.</summary>
    public required MemoryBudget Budget { get; init; }

    /// <summary>The scripts that its clients use, one cache for the group.</summary>
    public required ScriptCache Scripts { get; init; }

    /// <summary>What is counted.</summary>
    public EndpointCounters Counters { get; } = new();

    /// <summary>Where it is told what happens.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Whether the group's endpoints are being closed.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Now, on this endpoint's own scale.</summary>
    public Instant Now
    {
        get
        {
            if (_origin == 0) Interlocked.CompareExchange(ref _origin, Time.GetTimestamp(), 0);
            return Instant.Zero + Time.GetElapsedTime(_origin);
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
