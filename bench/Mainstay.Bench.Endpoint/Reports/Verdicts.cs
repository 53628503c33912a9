using Mainstay.Bench.Endpoint.Cells;
using Mainstay.Bench.Endpoint.Metering;
using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Endpoint.Reports;

/// <summary>What is promised of endpoints, against what was measured.</summary>
internal sealed class Verdicts(Board board, IReadOnlyDictionary<string, IdleFigures> idle)
{
    private static readonly SystemKind[] Peers = [SystemKind.HAProxy, SystemKind.Nginx, SystemKind.Twemproxy];

    public IReadOnlyList<Verdict> All() =>
    [
        .. PerProxyCpu("at 50 connections", CellMatrix.Fifty, 1.2),
        .. PerProxyCpu("at 400 connections", CellMatrix.FourHundred, 1.5),
        .. PerProxyCpu("at 50 connections, pipeline 16", CellMatrix.Pipelined, 1.2),
        .. Dedicated(),
        new("p50 of one connection, by HAProxy's", Ratio(CellMatrix.Single, SystemKind.Ours, SystemKind.HAProxy, figures => figures.P50Ms), 1.15, AtLeast: false),
        new("redis-server CPU per command at 400 connections, by direct", Ratio(CellMatrix.FourHundred, SystemKind.Ours, SystemKind.Direct, figures => figures.ServerCpu), 0.65, AtLeast: false),
        SlowestToHAProxy(),
        new("KiB of memory for an idle connection", idle.TryGetValue(SystemKind.Ours.Name(), out var memory) ? memory.BytesPerConnection / 1024 : null, 4, AtLeast: false),
    ];

    private IEnumerable<Verdict> PerProxyCpu(string where, Cell cell, double bound)
    {
        yield return new($"commands per proxy CPU second {where}, by HAProxy's", ProxyCpu(cell, SystemKind.Ours, SystemKind.HAProxy), bound, AtLeast: true);
        var best = Peers.Where(peer => board.Find(cell, peer) is not null).OrderBy(peer => board.Find(cell, peer)!.ProxyCpu).Select(peer => (SystemKind?)peer).FirstOrDefault();
        yield return new($"commands per proxy CPU second {where}, by the best peer's{(best is { } name ? $" ({name.Name()})" : "")}", best is { } peer ? ProxyCpu(cell, SystemKind.Ours, peer) : null, 1, AtLeast: true);
    }

    private IEnumerable<Verdict> Dedicated() => new[] { CellMatrix.Fifty, CellMatrix.FourHundred, CellMatrix.Pipelined }
        .Select(cell => new Verdict($"dedicated: commands per proxy CPU second, by HAProxy's ({cell})", ProxyCpu(cell, SystemKind.OursDedicated, SystemKind.HAProxy), 0.9, AtLeast: true));

    /// <summary>Of all cells without pipelining, the one in which ours does worst beside HAProxy.</summary>
    private Verdict SlowestToHAProxy()
    {
        var ratios = board.Cells.Where(cell => cell.Pipeline == 1).Select(cell => (Cell: cell, Ratio: Ratio(cell, SystemKind.Ours, SystemKind.HAProxy, figures => figures.CommandsPerSecond)))
            .Where(pair => pair.Ratio is not null).OrderBy(pair => pair.Ratio).ToList();
        return new($"commands per second, by HAProxy's, in the worst cell without pipelining{(ratios.Count > 0 ? $" ({ratios[0].Cell})" : "")}", ratios.Count > 0 ? ratios[0].Ratio : null, 1, AtLeast: true);
    }

    private double? ProxyCpu(Cell cell, SystemKind ours, SystemKind peer) => Ratio(cell, ours, peer, figures => figures.CommandsPerProxyCpuSecond);

    private double? Ratio(Cell cell, SystemKind ours, SystemKind other, Func<Figures, double> of) =>
        board.Find(cell, ours) is { } mine && board.Find(cell, other) is { } its && of(its) > 0 ? of(mine) / of(its) : null;
}
