using Mainstay.Bench.Memcached.Cells;
using Mainstay.Bench.Memcached.Systems;

namespace Mainstay.Bench.Memcached.Reports;

/// <summary>One system in one cell, for scripts.</summary>
/// <param name="Runs">Whose medians these are.</param>
/// <param name="RateOfDirect">Its commands per second by those without anything between; null where that was not measured.</param>
/// <param name="OursPerProxyCpu">Commands per proxy CPU second of ours by its own; null where one was not measured.</param>
/// <param name="ProxyCpuByRun">Of which <paramref name="ProxyCpuSecondsPerMillion"/> is the median.</param>
internal sealed record CellReport(string Command, int Size, int Connections, int Pipeline, string System, int Runs, double CommandsPerSecond, double P50Ms, double P99Ms,
    double ProxyCpuSecondsPerMillion, double NodeCpuSecondsPerMillion, double? RateOfDirect, double? OursPerProxyCpu, IReadOnlyList<double> ProxyCpuByRun)
{
    public static CellReport Of(Board board, Cell cell, SystemKind system)
    {
        var figures = board.Find(cell, system)!;
        var ours = board.Find(cell, SystemKind.Ours);
        return new CellReport(cell.Test, cell.Size, cell.Connections, cell.Pipeline, MeasuredSystem.NameOf(system), board.RunsOf(cell, system).Count, Math.Round(figures.CommandsPerSecond),
            figures.P50Ms, figures.P99Ms, Math.Round(figures.ProxyCpu, 3), Math.Round(figures.NodeCpu, 3),
            board.Find(cell, SystemKind.Direct) is { } direct ? Math.Round(figures.CommandsPerSecond / direct.CommandsPerSecond, 3) : null,
            ours is not null && figures.ProxyCpu > 0 ? Math.Round(ours.CommandsPerProxyCpuSecond / figures.CommandsPerProxyCpuSecond, 3) : null,
            [.. board.RunsOf(cell, system).Select(run => Math.Round(run.ProxyCpu, 3))]);
    }
}
