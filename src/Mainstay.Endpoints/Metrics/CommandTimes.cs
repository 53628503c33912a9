using HdrHistogram;
using Mainstay.Core;

namespace Mainstay.Endpoints.Metrics;

/// <summary>
/// How long commands took, from their receipt to their reply: a histogram of one endpoint on one loop, written there without allocation, read from
/// anywhere. A count that is read may be one behind, never torn: they are words.
/// </summary>
internal sealed class CommandTimes
{
    /// <summary>What is longer counts as this long.</summary>
    private const long LongestMicroseconds = 60_000_000;

    /// <summary>Two digits: a time is told to one part in a hundred, and what a busy loop touches stays in the nearest cache.</summary>
    private const int Digits = 2;

    private readonly LongHistogram _counts = Empty();
    private long _microseconds;

    /// <summary>Without any command.</summary>
    public static LongHistogram Empty() => new(1, LongestMicroseconds, Digits);

    /// <summary>A command was answered.</summary>
    public void Record(Instant received, Instant answered)
    {
        var microseconds = (answered.Nanoseconds - received.Nanoseconds) / 1000;
        _microseconds += microseconds;
        _counts.RecordValue(Math.Min(microseconds, LongestMicroseconds));
    }

    /// <summary>Adds what there is to <paramref name="sum"/>; the time that all of them took together.</summary>
    public TimeSpan AddTo(LongHistogram sum)
    {
        sum.Add(_counts);
        return TimeSpan.FromMicroseconds(Volatile.Read(ref _microseconds));
    }
}
