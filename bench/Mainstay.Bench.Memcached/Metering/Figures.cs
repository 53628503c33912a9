namespace Mainstay.Bench.Memcached.Metering;

/// <summary>What one run of a cell took, or the medians of several.</summary>
/// <param name="ProxyCpu">CPU seconds of the system per million commands, which are microseconds per command; 0 for none between.</param>
/// <param name="NodeCpu">The same of all nodes together.</param>
internal sealed record Figures(double CommandsPerSecond, double P50Ms, double P99Ms, double ProxyCpu, double NodeCpu)
{
    /// <summary>How many commands the system passes on in a second of CPU.</summary>
    public double CommandsPerProxyCpuSecond => ProxyCpu > 0 ? 1_000_000 / ProxyCpu : 0;

    /// <summary>The median of each figure by itself.</summary>
    public static Figures MedianOf(IReadOnlyCollection<Figures> runs) => new(Median.Of(runs.Select(run => run.CommandsPerSecond)), Median.Of(runs.Select(run => run.P50Ms)),
        Median.Of(runs.Select(run => run.P99Ms)), Median.Of(runs.Select(run => run.ProxyCpu)), Median.Of(runs.Select(run => run.NodeCpu)));
}
