namespace Mainstay.TestKit.Writing;

/// <summary>One write as its writer saw it.</summary>
/// <param name="Sequence">From 1, per writer.</param>
/// <param name="Outcome">What is known of it.</param>
/// <param name="Sent">Timestamp of <see cref="TimeProvider.System"/>.</param>
/// <param name="Answered">When its reply came, or its connection was lost.</param>
public readonly record struct WriteRecord(long Sequence, WriteOutcome Outcome, long Sent, long Answered);
