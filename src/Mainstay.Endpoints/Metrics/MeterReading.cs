using HdrHistogram;

namespace Mainstay.Endpoints.Metrics;

/// <summary>What an endpoint has counted up to a moment, its loops' together, of that which is told by the minute.</summary>
/// <param name="Since">From when on, in the units of the endpoint's clock.</param>
/// <param name="At">Up to when.</param>
/// <param name="Commands">Requests received.</param>
/// <param name="Times">How long commands took, in microseconds.</param>
/// <param name="Total">How long all of them took together.</param>
internal sealed record MeterReading(long Since, long At, long Commands, LongHistogram Times, TimeSpan Total)
{
    /// <summary>What was counted after <paramref name="before"/>.</summary>
    public MeterReading After(MeterReading before)
    {
        var times = CommandTimes.Empty();
        foreach (var value in Times.RecordedValues())
        {
            var count = value.CountAtValueIteratedTo - before.Times.GetCountAtValue(value.ValueIteratedTo);
            if (count > 0) times.RecordValueWithCount(value.ValueIteratedTo, count);
        }

        return new MeterReading(before.At, At, Commands - before.Commands, times, Total - before.Total);
    }

    /// <summary>How long they took; null when there were none.</summary>
    public LatencyFigures? Latency() => Times.TotalCount == 0 ? null : new LatencyFigures
    {
        Commands = Times.TotalCount,
        P50Ms = Percentile(50),
        P99Ms = Percentile(99),
        P999Ms = Percentile(99.9),
        MaxMs = Percentile(100),
    };

    /// <summary>How many took how long, for a system that keeps histories.</summary>
    public LatencyBuckets Buckets()
    {
        var counts = new long[LatencyBuckets.Bounds.Length];
        foreach (var value in Times.RecordedValues())
        {
            // A time counts as the shortest that it may have been: what is just at a bound was within it.
            var took = TimeSpan.FromMicroseconds(Times.LowestEquivalentValue(value.ValueIteratedTo));
            for (var i = counts.Length - 1; i >= 0 && took <= LatencyBuckets.Bounds[i]; i--) counts[i] += value.CountAtValueIteratedTo;
        }

        return new LatencyBuckets([.. counts], Times.TotalCount, Total);
    }

    private double Percentile(double percentile) => Times.GetValueAtPercentile(percentile) / 1000.0;
}
