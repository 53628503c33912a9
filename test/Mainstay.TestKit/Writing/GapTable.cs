using System.Globalization;
using System.Text;

namespace Mainstay.TestKit.Writing;

/// <summary>All runs of one kind of event.</summary>
/// <param name="Kind">crash, hang, switchover.</param>
/// <param name="Runs">In their order.</param>
public sealed record GapTable(string Kind, IReadOnlyList<FleetResult> Runs)
{
    public TimeSpan MedianGap => Median(Runs.Select(run => run.Gap));

    /// <summary>The median of the longest gaps just before the events.</summary>
    public TimeSpan MedianUsualGap => Median(Runs.Select(run => run.UsualGap));

    public TimeSpan LargestUsualGap => Runs.Max(run => run.UsualGap);

    public TimeSpan LargestGap => Runs.Max(run => run.Gap);

    public TimeSpan MedianWhole => Median(Runs.Select(run => run.Whole ?? TimeSpan.Zero));

    public TimeSpan LargestWhole => Runs.Max(run => run.Whole ?? TimeSpan.Zero);

    public long Lost => Runs.Sum(run => run.Lost);

    public long Indeterminate => Runs.Sum(run => run.Indeterminate);

    public long Errors => Runs.Sum(run => run.ErrorCount);

    public long Wrong => Runs.Sum(run => run.LostLate + run.Doubled + run.OutOfOrder + run.RefusedButThere);

    /// <summary>A line per run and one that sums up, for a terminal.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Kind,-10}  gap ms  usual  slowest  stall  whole s   acked  lost  doubled  order  refused  indet.  errors");
        for (var i = 0; i < Runs.Count; i++) text.AppendLine(Line((i + 1).ToString(CultureInfo.InvariantCulture), Runs[i]));
        text.AppendLine(CultureInfo.InvariantCulture, $"median {MedianGap.TotalMilliseconds:0.0} ms, largest {LargestGap.TotalMilliseconds:0.0} ms over {Runs.Count} runs; whole after at most {LargestWhole.TotalSeconds:0.0} s; {Lost} lost, {Indeterminate} indeterminate, {Errors} errors");
        return text.ToString();
    }

    private static string Line(string name, FleetResult run) => string.Create(CultureInfo.InvariantCulture,
        $"{name,10}  {run.Gap.TotalMilliseconds,6:0.0}  {run.UsualGap.TotalMilliseconds,5:0.0}  {run.SlowestWrite.TotalMilliseconds,7:0.0}  {run.LongestStall.TotalMilliseconds,5:0.0}  {run.Whole?.TotalSeconds ?? 0,7:0.00}  {run.Acknowledged,6}  {run.Lost,4}  {run.Doubled,7}  {run.OutOfOrder,5}  {run.RefusedButThere,7}  {run.Indeterminate,6}  {string.Join(" ", run.Errors.Select(error => $"{error.Key}:{error.Value}"))}");

    private static TimeSpan Median(IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
