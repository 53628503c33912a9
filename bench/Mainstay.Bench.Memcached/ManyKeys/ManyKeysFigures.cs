using Mainstay.Bench.Memcached.Metering;

namespace Mainstay.Bench.Memcached.ManyKeys;

/// <summary>How long a get of many keys takes.</summary>
/// <param name="ProxyCpuMs">CPU milliseconds of the system for each.</param>
internal sealed record ManyKeysFigures(int Requests, double P50Ms, double P99Ms, double ProxyCpuMs)
{
    public static ManyKeysFigures MedianOf(IReadOnlyCollection<ManyKeysFigures> runs) => new(runs.Sum(run => run.Requests), Median.Of(runs.Select(run => run.P50Ms)),
        Median.Of(runs.Select(run => run.P99Ms)), Median.Of(runs.Select(run => run.ProxyCpuMs)));
}
