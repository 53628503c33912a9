namespace Mainstay.Bench.Endpoint.Metering;

/// <summary>What one run of a cell took, or the medians of several.</summary>
/// <param name="ProxyCpu">CPU seconds of the system per million commands, which are microseconds per command; 0 for none between.</param>
/// <param name="ServerCpu">The same of the redis-server.</param>
/// <param name="PeakBytes">The system's memory in RAM at its largest.</param>
internal sealed record Figures(double CommandsPerSecond, double P50Ms, double P99Ms, double ProxyCpu, double ServerCpu, long PeakBytes)
{
    /// <summary>How many commands the system passes on in a second of CPU.</summary>
    public double CommandsPerProxyCpuSecond => ProxyCpu > 0 ? 1_000_000 / ProxyCpu : 0;

    /// <summary>The median of each figure by itself.</summary>
    public static Figures MedianOf(IReadOnlyCollection<Figures> runs) => new(Median(runs, run => run.CommandsPerSecond), Median(runs, run => run.P50Ms), Median(runs, run => run.P99Ms),
        Median(runs, run => run.ProxyCpu), Median(runs, run => run.ServerCpu), (long)Median(runs, run => run.PeakBytes));

    private static double Median(IReadOnlyCollection<Figures> runs, Func<Figures, double> of)
    {
        var sorted = runs.Select(of).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
