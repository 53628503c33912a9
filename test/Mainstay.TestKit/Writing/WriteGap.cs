namespace Mainstay.TestKit.Writing;

/// <summary>The arithmetic of gaps between answers.</summary>
public static class WriteGap
{
    /// <summary>
    /// The longest time between two answers that follow each other, of those that end after <paramref name="from"/> and not after
    /// <paramref name="to"/>; zero when there are less than two.
    /// </summary>
    /// <param name="answers">Timestamps of <see cref="TimeProvider.System"/>, in any order.</param>
    /// <param name="from">The beginning of the window.</param>
    /// <param name="to">Its end.</param>
    public static TimeSpan Longest(IEnumerable<long> answers, long from, long to = long.MaxValue)
    {
        var sorted = answers.Order().ToList();
        long longest = 0;
        for (var i = 1; i < sorted.Count; i++)
            if (sorted[i] > from && sorted[i] <= to) longest = Math.Max(longest, sorted[i] - sorted[i - 1]);
        return TimeProvider.System.GetElapsedTime(0, longest);
    }
}
