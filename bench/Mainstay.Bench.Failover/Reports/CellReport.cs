using Mainstay.Bench.Failover.Systems;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Writing;

namespace Mainstay.Bench.Failover.Reports;

/// <summary>The figures of one cell, for scripts: milliseconds and counts over all its runs.</summary>
/// <param name="Failed">Runs in which writes did not resume, or the group was not whole again, in time; they are in no other figure.</param>
/// <param name="UsualGapMaxMs">The longest time without an acknowledged write just before the events: how still the machine was.</param>
/// <param name="Errors">All that clients saw, by kind.</param>
/// <param name="Lost">Acknowledged writes that were not there at the end of their run.</param>
/// <param name="LostLate">Those of them that were sent after the gap.</param>
/// <param name="RefusedButThere">Writes whose error said that they did not run, and that were there.</param>
/// <param name="Broken">How the promises were broken, in sentences; empty where they were kept, and for Sentinel, which promises nothing.</param>
internal sealed record CellReport(string Event, string Client, string System, int Runs, int Failed, double GapP50Ms, double GapMaxMs, double UsualGapMaxMs, long Acknowledged, long Lost,
    long LostLate, long RefusedButThere, IReadOnlyDictionary<string, long> Errors, double WholeP50Ms, double WholeMaxMs, IReadOnlyList<double> GapsMs, IReadOnlyList<long> LostByRun,
    IReadOnlyList<string> Broken)
{
    public static CellReport Of(Cell cell, IReadOnlyList<FleetResult> runs, int failed)
    {
        var name = (cell.Event.ToString().ToLowerInvariant(), cell.Client.ToString().ToLowerInvariant(), cell.System.ToString().ToLowerInvariant());
        var broken = new List<string>();
        if (cell.System == SystemKind.Mainstay && failed > 0) broken.Add($"in {failed} runs writes did not resume, or the group was not whole again, in time");
        if (runs.Count == 0) return new CellReport(name.Item1, name.Item2, name.Item3, 0, failed, 0, 0, 0, 0, 0, 0, 0, new Dictionary<string, long>(), 0, 0, [], [], broken);
        var table = new GapTable(name.Item1, runs);
        if (cell.System == SystemKind.Mainstay) broken.AddRange(GapPromise.Of(cell.Event).BrokenBy(table, idle: true));
        return new CellReport(name.Item1, name.Item2, name.Item3, runs.Count, failed, Ms(table.MedianGap), Ms(table.LargestGap), Ms(table.LargestUsualGap), runs.Sum(run => run.Acknowledged), table.Lost,
            runs.Sum(run => run.LostLate), runs.Sum(run => run.RefusedButThere), ErrorsOf(runs), Ms(table.MedianWhole), Ms(table.LargestWhole), [.. runs.Select(run => Ms(run.Gap))],
            [.. runs.Select(run => run.Lost)], broken);
    }

    /// <summary>By kind, the most frequent first.</summary>
    internal static IReadOnlyDictionary<string, long> ErrorsOf(IEnumerable<FleetResult> runs)
    {
        var all = runs.SelectMany(run => run.Errors.Append(new KeyValuePair<string, long>("INDETERMINATE", run.Indeterminate)));
        return all.GroupBy(error => error.Key, error => error.Value).Select(kind => (kind.Key, Count: kind.Sum())).Where(kind => kind.Count > 0)
            .OrderByDescending(kind => kind.Count).ToDictionary(kind => kind.Key, kind => kind.Count);
    }

    private static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
