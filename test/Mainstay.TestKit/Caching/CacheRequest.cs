namespace Mainstay.TestKit.Caching;

/// <summary>A request of a <see cref="CacheFleet"/> and what became of it.</summary>
/// <param name="Client">Whose it is.</param>
/// <param name="IsWrite">A set, or else a get.</param>
/// <param name="Key">Of which key.</param>
/// <param name="Sent">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Answered">When it was over.</param>
/// <param name="Answer">The answer; of a hit without the value.</param>
/// <param name="Fault">What is wrong with the value; null when it may be what it is.</param>
public sealed record CacheRequest(int Client, bool IsWrite, CacheKey Key, long Sent, long Answered, CacheAnswer Answer, string? Fault)
{
    public TimeSpan Took => TimeProvider.System.GetElapsedTime(Sent, Answered);

    public bool Failed => Answer.Outcome is CacheOutcome.Refused or CacheOutcome.Closed;

    /// <summary>For a failure's message, with times from <paramref name="from"/> on.</summary>
    public string Describe(long from) =>
        $"client {Client} {(IsWrite ? "set" : "get")} {Key.Name} of node {Key.Owner} sent at {TimeProvider.System.GetElapsedTime(from, Sent).TotalMilliseconds:0} ms, over after {Took.TotalMilliseconds:0} ms: {Answer.Outcome} {Answer.Text} {Fault}".TrimEnd();
}
