namespace Mainstay.Endpoints.Metrics;

/// <summary>The counters of one endpoint on one loop: written there, read from anywhere.</summary>
internal sealed class EndpointCounters
{
    private readonly long[] _values = new long[Enum.GetValues<EndpointCounter>().Length];
    private int _sessions;

    /// <summary>Sessions open now.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>One counter's value.</summary>
    public long this[EndpointCounter counter] => Volatile.Read(ref _values[(int)counter]);

    /// <summary>Adds to one.</summary>
    public void Add(EndpointCounter counter, long count = 1) => _values[(int)counter] += count;

    /// <summary>A session begins or ends; the number open then.</summary>
    public int AddSession(int change) => _sessions += change;

    /// <summary>All of an endpoint's at this moment, its loops' together.</summary>
    public static EndpointFigures Sum(IEnumerable<EndpointCounters> loops)
    {
        var sum = new EndpointCounters();
        foreach (var loop in loops)
        {
            sum._sessions += loop.Sessions;
            for (var i = 0; i < sum._values.Length; i++) sum._values[i] += loop[(EndpointCounter)i];
        }

        return sum.Snapshot();
    }

    private EndpointFigures Snapshot() => new()
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
        TlsFailures = this[EndpointCounter.TlsFailures],
        ProxyFailures = this[EndpointCounter.ProxyFailures],
    };
}
