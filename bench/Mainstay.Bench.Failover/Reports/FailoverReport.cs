using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mainstay.Bench.Failover.Reports;

/// <summary>All that was measured. bench/README.md describes the JSON.</summary>
internal sealed record FailoverReport(DateTimeOffset StartedAt, int Processors, string RedisServer, int Writers, int WritesPerSecond, int SentinelMinReplicas, IReadOnlyList<CellReport> Cells)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public IReadOnlyList<Ratio> SentinelToMainstay => Ratio.Of(Cells);

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    /// <summary>A table in Markdown.</summary>
    public string ToTable()
    {
        var text = new StringBuilder();
        text.AppendLine("| event | client | system | runs | gap p50 | gap max | acknowledged | lost | errors that clients saw | whole again p50 | max |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var cell in Cells)
        {
            var runs = cell.Failed == 0 ? $"{cell.Runs}" : $"{cell.Runs} and {cell.Failed} failed";
            var errors = cell.Errors.Count == 0 ? "none" : string.Join(", ", cell.Errors.Select(error => $"{error.Key} {error.Value}"));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {cell.Event} | {cell.Client} | {cell.System} | {runs} | {cell.GapP50Ms:0} ms | {cell.GapMaxMs:0} ms | {cell.Acknowledged} | {cell.Lost} | {errors} | {cell.WholeP50Ms / 1000:0.0} s | {cell.WholeMaxMs / 1000:0.0} s |");
        }

        foreach (var ratio in SentinelToMainstay)
            text.AppendLine(CultureInfo.InvariantCulture, $"{ratio.Event}, {ratio.Client}: with Sentinel the gap is {ratio.P50:0.#} times as long at the median, {ratio.Max:0.#} times at the largest.");
        return text.ToString();
    }
}
