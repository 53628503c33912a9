using Mainstay.Bench.Memcached.Cells;
using Mainstay.Bench.Memcached.ManyKeys;
using Mainstay.Bench.Memcached.Metering;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Memcached.Reports;

/// <summary>What is promised of configuration endpoints, against what was measured.</summary>
internal static class Verdicts
{
    public static IReadOnlyList<Verdict> Of(Board board)
    {
        var manyKeys = board.ManyKeys;
        return
        [
            new($"commands per proxy CPU second, by twemproxy's ({CellMatrix.Fifty})",
                board.Find(CellMatrix.Fifty, SystemKind.Ours) is { } ours && board.Find(CellMatrix.Fifty, SystemKind.Twemproxy) is { } its ? ours.CommandsPerProxyCpuSecond / its.CommandsPerProxyCpuSecond : null, 1, AtLeast: true),
            new($"p50 of a get of {ManyKeysRun.Keys} keys, by direct",
                manyKeys.TryGetValue(SystemKind.Ours, out var mine) && manyKeys.TryGetValue(SystemKind.Direct, out var direct) ? mine.P50Ms / direct.P50Ms : null, 1.5, AtLeast: false),
            new("ms that keys of a killed node are not answered, median of all kills",
                board.Kills.TryGetValue(SystemKind.Ours, out var kills) ? Median.Of(kills.Select(kill => kill.GapMs)) : null, 200, AtLeast: false),
        ];
    }
}
