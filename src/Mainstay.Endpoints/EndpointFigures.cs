using System.Collections.Immutable;

namespace Mainstay.Endpoints;

/// <summary>
/// What one endpoint counted since its start. All grow only, but for what is there now (<see cref="Sessions"/>, <see cref="Held"/>,
/// <see cref="UpstreamsShared"/>, <see cref="UpstreamsOwn"/>) and what is told of the last minute.
/// </summary>
public sealed record EndpointFigures
{
    /// <summary>Clients connected now.</summary>
    public int Sessions { get; init; }

    /// <summary>Clients that connected.</summary>
    public long SessionsAccepted { get; init; }

    /// <summary>Clients turned away because there were too many.</summary>
    public long SessionsRefused { get; init; }

    /// <summary>Requests received.</summary>
    public long Commands { get; init; }

    /// <summary>Times that a command was held because it could not be sent at once.</summary>
    public long CommandsHeld { get; init; }

    /// <summary>Answered <c>TRYAGAIN</c>: held as long as allowed.</summary>
    public long RefusedHoldTime { get; init; }

    /// <summary>Answered <c>TRYAGAIN</c>: too many commands were held.</summary>
    public long RefusedHoldCommands { get; init; }

    /// <summary>Answered <c>TRYAGAIN</c>: too many bytes were held.</summary>
    public long RefusedHoldBytes { get; init; }

    /// <summary>Commands sent again because they can't have had an effect.</summary>
    public long Repeated { get; init; }

    /// <summary>Answered <c>INDETERMINATE</c>.</summary>
    public long Indeterminate { get; init; }

    /// <summary>Answered <c>DENIED</c>.</summary>
    public long Denied { get; init; }

    /// <summary>Writes refused at a reader endpoint.</summary>
    public long ReaderWrites { get; init; }

    /// <summary>Connections closed because the client broke the protocol.</summary>
    public long ProtocolErrors { get; init; }

    /// <summary>Connections closed because a request did not fit into the memory allowed.</summary>
    public long RefusedMemory { get; init; }

    /// <summary>Connections made to nodes.</summary>
    public long UpstreamConnects { get; init; }

    /// <summary>Connections to nodes that could not be made, or broke.</summary>
    public long UpstreamFailures { get; init; }

    /// <summary>Connections given up because the process there was not the one of the topology.</summary>
    public long IdentityMismatches { get; init; }

    /// <summary>Subscriptions made again on another node; what was published in between is lost.</summary>
    public long SubscriptionsRestored { get; init; }

    /// <summary>Sessions whose WATCH did not survive a change of node: their EXEC answers nil.</summary>
    public long WatchesBroken { get; init; }

    /// <summary>Held commands dropped because their client went away.</summary>
    public long DroppedWithClient { get; init; }

    /// <summary>Scripts loaded by an endpoint on a node that did not have them.</summary>
    public long ScriptsLoaded { get; init; }

    /// <summary>Replies too long for a shared connection, or for a client that reads slowly: asked for again on one of its own.</summary>
    public long MovedForSize { get; init; }

    /// <summary>Bytes received from clients.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes sent to clients.</summary>
    public long BytesOut { get; init; }

    /// <summary>Connections closed because the client left too many replies unread.</summary>
    public long RefusedOutput { get; init; }

    /// <summary>Clients turned away because there were too many from their address.</summary>
    public long RefusedAddress { get; init; }

    /// <summary>Connections closed because the client was silent for longer than allowed.</summary>
    public long IdleClosed { get; init; }

    /// <summary>Commands held now.</summary>
    public long Held { get; init; }

    /// <summary>Connections to nodes open now that sessions share, counted where they were made.</summary>
    public int UpstreamsShared { get; init; }

    /// <summary>Connections to nodes open now that belong to one session each.</summary>
    public int UpstreamsOwn { get; init; }

    /// <summary>Error replies that clients were given, the node's and ours, by their first word; <c>other</c> for what is beyond the bound of kinds.</summary>
    public ImmutableSortedDictionary<string, long> Errors { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Requests a second in the last full minute; before there was one, since the start.</summary>
    public double CommandsPerSecond { get; init; }

    /// <summary>How long commands took in that time; null when there was none.</summary>
    public LatencyFigures? Latency { get; init; }

    /// <summary>How long commands took since the start; null when there was none.</summary>
    public LatencyFigures? LatencyEver { get; init; }

    /// <summary>Connections closed because there was no TLS handshake: other bytes, no valid certificate, too slow.</summary>
    public long TlsFailures { get; init; }

    /// <summary>Connections of proxies closed because they did not begin with a PROXY header that makes sense.</summary>
    public long ProxyFailures { get; init; }
}
