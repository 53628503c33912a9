using System.Text.Json;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Writing;

namespace Mainstay.Bench.WriteGap;

/// <summary>The figures of one kind of event, for scripts: milliseconds throughout.</summary>
internal sealed record GapReport(string Kind, int Runs, double MedianGapMs, double LargestGapMs, double LargestWholeMs, long Acknowledged, long Lost, long Indeterminate, long Errors, bool Kept,
    IReadOnlyList<double> GapsMs)
{
    public static JsonSerializerOptions Shape { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static GapReport Of(GapEvent kind, GapTable table) => new(table.Kind, table.Runs.Count, Ms(table.MedianGap), Ms(table.LargestGap), Ms(table.LargestWhole),
        table.Runs.Sum(run => run.Acknowledged), table.Lost, table.Indeterminate, table.Errors, GapPromise.Of(kind).BrokenBy(table, idle: true).Count == 0, [.. table.Runs.Select(run => Ms(run.Gap))]);

    private static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
