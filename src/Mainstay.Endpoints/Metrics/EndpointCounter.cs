namespace Mainstay.Endpoints.Metrics;

/// <summary>What an endpoint counts; each grows only.</summary>
internal enum EndpointCounter
{
    SessionsAccepted,
    SessionsRefused,
    Commands,
    CommandsHeld,
    RefusedHoldTime,
    RefusedHoldCommands,
    RefusedHoldBytes,
    Repeated,
    Indeterminate,
    Denied,
    ReaderWrites,
    ProtocolErrors,
    RefusedMemory,
    UpstreamConnects,
    UpstreamFailures,
    IdentityMismatches,
    SubscriptionsRestored,
    WatchesBroken,
    DroppedWithClient,
    ScriptsLoaded,
    MovedForSize,
    BytesIn,
    BytesOut,
    RefusedOutput,
    RefusedAddress,
    IdleClosed,
    TlsFailures,
    ProxyFailures,
}
