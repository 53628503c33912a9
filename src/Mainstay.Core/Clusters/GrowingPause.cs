namespace Mainstay.Core.Clusters;

/// <summary>How long is waited before what failed is tried again.</summary>
internal static class GrowingPause
{
    private const int Doublings = 6;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>After <paramref name="attempts"/> in a row: 100 ms, 200 ms, … 5 s.</summary>
    public static TimeSpan After(int attempts) => attempts > Doublings ? Longest : First * (1 << (attempts - 1));
}
