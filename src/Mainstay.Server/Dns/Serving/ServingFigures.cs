using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Serving;

/// <summary>What a name server counted since its start. Safe from any thread.</summary>
internal sealed class ServingFigures
{
    private readonly long[] _answers = new long[(int)ResponseCode.BadVersion + 1];
    private long _silences;
    private long _refusedConnections;
    private long _brokenConnections;

    /// <summary>Messages that got no answer: no queries at all.</summary>
    public long Silences => Interlocked.Read(ref _silences);

    /// <summary>TCP connections closed at once because there were too many.</summary>
    public long RefusedConnections => Interlocked.Read(ref _refusedConnections);

    /// <summary>TCP connections closed because they were idle, slow, or sent more than a query.</summary>
    public long BrokenConnections => Interlocked.Read(ref _brokenConnections);

    /// <summary>Answers of a kind.</summary>
    public long Answers(ResponseCode code) => Interlocked.Read(ref _answers[(int)code]);

    public void Answered(ResponseCode code) => Interlocked.Increment(ref _answers[(int)code]);

    public void KeptSilent() => Interlocked.Increment(ref _silences);

    public void RefusedConnection() => Interlocked.Increment(ref _refusedConnections);

    public void BrokeConnection() => Interlocked.Increment(ref _brokenConnections);
}
