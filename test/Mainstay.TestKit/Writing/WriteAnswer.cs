namespace Mainstay.TestKit.Writing;

/// <summary>What a client says of one write.</summary>
/// <param name="Outcome">What is known of it.</param>
/// <param name="Error">In one word what went wrong; null when it was acknowledged.</param>
/// <param name="Number">The counter, where it was an acknowledged <see cref="WriteKind.Increment"/>.</param>
public readonly record struct WriteAnswer(WriteOutcome Outcome, string? Error, long Number = 0)
{
    public static WriteAnswer Acknowledged(long number = 0) => new(WriteOutcome.Acknowledged, null, number);

    /// <summary>An error reply of a server or an endpoint, by its first word: all but these two say that the write did not run.</summary>
    public static WriteAnswer Replied(string word) => new(word is "INDETERMINATE" or "NOTDURABLE" ? WriteOutcome.Unknown : WriteOutcome.Refused, word);

    /// <summary>It never left the client.</summary>
    public static WriteAnswer NotSent(string error) => new(WriteOutcome.Refused, error);

    /// <summary>It may have left the client, and no reply came.</summary>
    public static WriteAnswer Unanswered(string error) => new(WriteOutcome.Unknown, error);
}
