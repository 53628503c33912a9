namespace Mainstay.Endpoints.Metrics;

/// <summary>The counters of one endpoint on one loop: written there, read from anywhere.</summary>
/// <param name="kinds">The kinds of errors that the endpoint knows, on all its loops.</param>
internal sealed class EndpointCounters(ErrorKinds kinds)
{
    private readonly long[] _values = new long[Enum.GetValues<EndpointCounter>().Length];
    private readonly long[] _errors = new long[ErrorKinds.Most + 1];
    private int _sessions;
    private long _held;

    /// <summary>Sessions open now.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>Commands held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Connections to nodes that sessions share and that were made for one of this endpoint.</summary>
    public UpstreamGauge SharedUpstreams { get; } = new();

    /// <summary>Connections to nodes that belong to one session each.</summary>
    public UpstreamGauge OwnUpstreams { get; } = new();

    /// <summary>How long commands took.</summary>
    public CommandTimes Times { get; } = new();

    /// <summary>One counter's value.</summary>
    public long this[EndpointCounter counter] => Volatile.Read(ref _values[(int)counter]);

    /// <summary>Adds to one.</summary>
    public void Add(EndpointCounter counter, long count = 1) => _values[(int)counter] += count;

    /// <summary>A session begins or ends; the number open then.</summary>
    public int AddSession(int change) => _sessions += change;

    /// <summary>A command begins or ceases to be held.</summary>
    public void AddHeld(int change) => _held += change;

    /// <summary>A client is given an error reply.</summary>
    public void AddError(ReadOnlySpan<byte> frame) => _errors[kinds.Of(frame)]++;

    /// <summary>A client is given an error whose first word says what it is, as memcached's do.</summary>
    public void AddErrorWord(ReadOnlySpan<byte> line) => _errors[kinds.OfWord(line)]++;

    /// <summary>Error replies of one kind.</summary>
    public long Errors(int kind) => Volatile.Read(ref _errors[kind]);

    /// <summary>All of an endpoint's counters at this moment, its loops' together.</summary>
    public static EndpointFigures Sum(IReadOnlyCollection<EndpointCounters> loops)
    {
        long Of(EndpointCounter counter) => loops.Sum(loop => loop[counter]);
        return new EndpointFigures
        {
            Sessions = loops.Sum(loop => loop.Sessions),
            Held = loops.Sum(loop => loop.Held),
            UpstreamsShared = loops.Sum(loop => loop.SharedUpstreams.Open),
            UpstreamsOwn = loops.Sum(loop => loop.OwnUpstreams.Open),
            SessionsAccepted = Of(EndpointCounter.SessionsAccepted),
            SessionsRefused = Of(EndpointCounter.SessionsRefused),
            Commands = Of(EndpointCounter.Commands),
            CommandsHeld = Of(EndpointCounter.CommandsHeld),
            RefusedHoldTime = Of(EndpointCounter.RefusedHoldTime),
            RefusedHoldCommands = Of(EndpointCounter.RefusedHoldCommands),
            RefusedHoldBytes = Of(EndpointCounter.RefusedHoldBytes),
            Repeated = Of(EndpointCounter.Repeated),
            Indeterminate = Of(EndpointCounter.Indeterminate),
            Denied = Of(EndpointCounter.Denied),
            ReaderWrites = Of(EndpointCounter.ReaderWrites),
            ProtocolErrors = Of(EndpointCounter.ProtocolErrors),
            RefusedMemory = Of(EndpointCounter.RefusedMemory),
            UpstreamConnects = Of(EndpointCounter.UpstreamConnects),
            UpstreamFailures = Of(EndpointCounter.UpstreamFailures),
            IdentityMismatches = Of(EndpointCounter.IdentityMismatches),
            SubscriptionsRestored = Of(EndpointCounter.SubscriptionsRestored),
            WatchesBroken = Of(EndpointCounter.WatchesBroken),
            DroppedWithClient = Of(EndpointCounter.DroppedWithClient),
            ScriptsLoaded = Of(EndpointCounter.ScriptsLoaded),
            TlsFailures = Of(EndpointCounter.TlsFailures),
            ProxyFailures = Of(EndpointCounter.ProxyFailures),
            MovedForSize = Of(EndpointCounter.MovedForSize),
            BytesIn = Of(EndpointCounter.BytesIn),
            BytesOut = Of(EndpointCounter.BytesOut),
            RefusedOutput = Of(EndpointCounter.RefusedOutput),
            RefusedAddress = Of(EndpointCounter.RefusedAddress),
            IdleClosed = Of(EndpointCounter.IdleClosed),
        };
    }
}
