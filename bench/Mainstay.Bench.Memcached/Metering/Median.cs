namespace Mainstay.Bench.Memcached.Metering;

/// <summary>Medians.</summary>
internal static class Median
{
    /// <summary>Of at least one figure.</summary>
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
