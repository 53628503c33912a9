namespace Mainstay.Endpoints;

/// <summary>What one endpoint counted since its start. All but <see cref="Sessions"/> grow only.</summary>
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

    /// <summary>Connections closed because there was no TLS handshake: other bytes, no valid certificate, too slow.</summary>
    public long TlsFailures { get; init; }

    /// <summary>Connections of proxies closed because they did not begin with a PROXY header that makes sense.</summary>
    public long ProxyFailures { get; init; }
}
