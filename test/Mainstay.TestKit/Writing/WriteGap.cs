namespace Mainstay.TestKit.Writing;

/// <summary>A time without any answer.</summary>
/// <param name="From">The last answer before it, as a timestamp of <see cref="TimeProvider.System"/>.</param>
/// <param name="To">The first answer after it.</param>
public readonly record struct WriteGap(long From, long To)
{
    public TimeSpan Length => TimeProvider.System.GetElapsedTime(From, To);

    /// <summary>
    /// The longest gap between two answers that follow each other, of those that end after <paramref name="from"/> and not after
    /// <paramref name="to"/>; an empty one when there are less than two.
    /// </summary>
    public static WriteGap Longest(IEnumerable<long> answers, long from, long to = long.MaxValue)
    {
        var sorted = answers.Order().ToList();
        var longest = default(WriteGap);
        for (var i = 1; i < sorted.Count; i++)
            if (sorted[i] > from && sorted[i] <= to && sorted[i] - sorted[i - 1] > longest.To - longest.From) longest = new WriteGap(sorted[i - 1], sorted[i]);
        return longest;
    }
}
