namespace Mainstay.Bench.Failover.Reports;

/// <summary>How many times longer the gap is with Sentinel.</summary>
internal sealed record Ratio(string Event, string Client, double P50, double Max)
{
    /// <summary>Of every pair that was measured on both sides.</summary>
    public static IReadOnlyList<Ratio> Of(IReadOnlyList<CellReport> cells) =>
        [.. from ours in cells
            from theirs in cells
            where ours.System == "mainstay" && theirs.System == "sentinel" && ours.Event == theirs.Event && ours.Client == theirs.Client && ours.GapP50Ms > 0 && theirs.Runs > 0
            select new Ratio(ours.Event, ours.Client, Math.Round(theirs.GapP50Ms / ours.GapP50Ms, 1), Math.Round(theirs.GapMaxMs / ours.GapMaxMs, 1))];
}
