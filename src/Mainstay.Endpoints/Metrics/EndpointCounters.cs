namespace Mainstay.Endpoints.Metrics;

/// <summary>The counters of one endpoint; safe from any thread.</summary>
internal sealed class EndpointCounters
{
    private readonly long[] _values = new long[Enum.GetValues<EndpointCounter>().Length];
    private int _sessions;

    /// <summary>Sessions open now.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>One counter's value.</summary>
    public long this[EndpointCounter counter] => Interlocked.Read(ref _values[(int)counter]);

    /// <summary>Adds to one.</summary>
    public void Add(EndpointCounter counter, long count = 1) => Interlocked.Add(ref _values[(int)counter], count);

    /// <summary>A session begins or ends; the number open then.</summary>
    public int AddSession(int change) => Interlocked.Add(ref _sessions, change);

    /// <summary>All of them at this moment.</summary>
    public EndpointFigures Snapshot() => new()
    {
        Sessions = Sessions,
        SessionsAccepted = this[EndpointCounter.SessionsAccepted],
        SessionsRefused = this[EndpointCounter.SessionsRefused],
        Commands = this[EndpointCounter.Commands],
        CommandsHeld = this[EndpointCounter.CommandsHeld],
        RefusedHoldTime = this[EndpointCounter.RefusedHoldTime],
        RefusedHoldCommands = this[EndpointCounter.RefusedHoldCommands],
        RefusedHoldBytes = this[EndpointCounter.RefusedHoldBytes],
        Repeated = this[EndpointCounter.Repeated],
        Indeterminate = this[EndpointCounter.Indeterminate],
        Denied = this[EndpointCounter.Denied],
        ReaderWrites = this[EndpointCounter.ReaderWrites],
        ProtocolErrors = this[EndpointCounter.ProtocolErrors],
        RefusedMemory = this[EndpointCounter.RefusedMemory],
        UpstreamConnects = this[EndpointCounter.UpstreamConnects],
        UpstreamFailures = this[EndpointCounter.UpstreamFailures],
        IdentityMismatches = this[EndpointCounter.IdentityMismatches],
        SubscriptionsRestored = this[EndpointCounter.SubscriptionsRestored],
        WatchesBroken = this[EndpointCounter.WatchesBroken],
        DroppedWithClient = this[EndpointCounter.DroppedWithClient],
        ScriptsLoaded = this[EndpointCounter.ScriptsLoaded],
    };
}
