using Mainstay.Bench.Endpoint.Cells;
using Mainstay.Bench.Endpoint.Metering;
using Mainstay.Bench.Endpoint.Systems;

namespace Mainstay.Bench.Endpoint.Reports;

/// <summary>One system in one cell, for scripts.</summary>
/// <param name="Runs">Whose medians these are.</param>
/// <param name="RateOfDirect">Its commands per second by those without anything between; null where that was not measured.</param>
/// <param name="OursPerProxyCpu">Commands per proxy CPU second of ours by its own; for what speaks TLS, of ours over TLS. Null where one was not measured.</param>
/// <param name="ProxyCpuByRun">Of which <paramref name="ProxyCpuSecondsPerMillion"/> is the median.</param>
internal sealed record CellReport(string Command, int Size, int Connections, int Pipeline, string System, int Runs, double CommandsPerSecond, double P50Ms, double P99Ms,
    double ProxyCpuSecondsPerMillion, double ServerCpuSecondsPerMillion, double ProxyPeakMiB, double? RateOfDirect, double? OursPerProxyCpu,
    IReadOnlyList<double> ProxyCpuByRun)
{
    public static CellReport Of(Board board, Cell cell, SystemKind system)
    {
        var figures = board.Find(cell, system)!;
        var direct = board.Find(cell, SystemKind.Direct);
        var ours = board.Find(cell, system.IsTls() ? SystemKind.OursTls : SystemKind.Ours);
        return new CellReport(cell.Test, cell.Size, cell.Connections, cell.Pipeline, system.Name(), board.RunsOf(cell, system).Count, Math.Round(figures.CommandsPerSecond),
            figures.P50Ms, figures.P99Ms, Math.Round(figures.ProxyCpu, 3), Math.Round(figures.ServerCpu, 3), Math.Round(figures.PeakBytes / 1048576.0, 1),
            direct is null ? null : Math.Round(figures.CommandsPerSecond / direct.CommandsPerSecond, 3), OursTo(ours, figures),
            [.. board.RunsOf(cell, system).Select(run => Math.Round(run.ProxyCpu, 3))]);
    }

    private static double? OursTo(Figures? ours, Figures its) =>
        ours is { ProxyCpu: > 0 } && its.ProxyCpu > 0 ? Math.Round(ours.CommandsPerProxyCpuSecond / its.CommandsPerProxyCpuSecond, 3) : null;
}
