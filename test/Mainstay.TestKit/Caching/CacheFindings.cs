namespace Mainstay.TestKit.Caching;

/// <summary>What a <see cref="CacheFleet"/> saw.</summary>
/// <param name="Requests">All requests, by the time at which they were sent.</param>
/// <param name="Event">When what happened began.</param>
/// <param name="Stall">The longest time for which this process itself stood still.</param>
public sealed record CacheFindings(IReadOnlyList<CacheRequest> Requests, long Event, TimeSpan Stall)
{
    /// <summary>Values that nobody may read: older than what was acknowledged, or of another key.</summary>
    public IReadOnlyList<CacheRequest> Faults => [.. Requests.Where(request => request.Fault is not null)];

    /// <summary>Requests that were answered by an error or not at all.</summary>
    public IReadOnlyList<CacheRequest> Failures => [.. Requests.Where(request => request.Failed)];

    /// <summary>The requests for keys of a node.</summary>
    public IEnumerable<CacheRequest> Of(int node) => Requests.Where(request => request.Key.Owner == node);

    /// <summary>The longest request for a key of a node.</summary>
    public TimeSpan Slowest(int node) => Of(node).Max(request => request.Took);

    /// <summary>From the event on, the longest time in which no request for a key of a node was answered without an error.</summary>
    public TimeSpan Gap(int node)
    {
        var (last, longest) = (Event, TimeSpan.Zero);
        foreach (var request in Of(node).Where(request => !request.Failed && request.Answered > Event).OrderBy(request => request.Answered))
        {
            var gap = TimeProvider.System.GetElapsedTime(last, request.Answered);
            if (gap > longest) longest = gap;
            last = request.Answered;
        }

        return longest;
    }

    /// <summary>How long after the event the last error for a key of a node came; zero for none.</summary>
    public TimeSpan LastFailure(int node) =>
        Of(node).Where(request => request.Failed).Select(request => TimeProvider.System.GetElapsedTime(Event, request.Answered)).DefaultIfEmpty(TimeSpan.Zero).Max();

    /// <summary>How many requests for keys of a node, sent after the event, ended so.</summary>
    public int Count(int node, CacheOutcome outcome) => Of(node).Count(request => request.Sent >= Event && request.Answer.Outcome == outcome);

    public override string ToString()
    {
        var nodes = Requests.Select(request => request.Key.Owner).Distinct().Order();
        var of = nodes.Select(node => $"node {node}: gap {Gap(node).TotalMilliseconds:0} ms, slowest {Slowest(node).TotalMilliseconds:0} ms, last error after {LastFailure(node).TotalMilliseconds:0} ms, since {string.Join(", ", Enum.GetValues<CacheOutcome>().Select(outcome => $"{Count(node, outcome)} {outcome}"))}");
        var bad = Faults.Concat(Failures).Take(12).Select(request => request.Describe(Event));
        return $"{Requests.Count} requests, {Faults.Count} wrong values, {Failures.Count} errors, own stall {Stall.TotalMilliseconds:0} ms\n{string.Join('\n', of)}\n{string.Join('\n', bad)}";
    }
}
