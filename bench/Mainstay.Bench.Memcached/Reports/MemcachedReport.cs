using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mainstay.Bench.Memcached.Kills;
using Mainstay.Bench.Memcached.ManyKeys;
using Mainstay.Bench.Memcached.Metering;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Memcached.Reports;

/// <summary>All that was measured. bench/README.md describes the JSON.</summary>
internal sealed record MemcachedReport(DateTimeOffset StartedAt, int Processors, IReadOnlyDictionary<string, string> Versions, IReadOnlyList<CellReport> Cells,
    IReadOnlyDictionary<string, ManyKeysFigures> ManyKeys, IReadOnlyDictionary<string, List<KillFigures>> Kills, IReadOnlyDictionary<string, IdleFigures> IdleMemory,
    IReadOnlyList<Verdict> Verdicts, IReadOnlyList<string> Failures)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static MemcachedReport Of(Board board, DateTimeOffset startedAt, IReadOnlyDictionary<string, string> versions) => new(startedAt, Environment.ProcessorCount, versions,
        [.. board.Cells.Select(entry => CellReport.Of(board, entry.Cell, entry.System))], Named(board.ManyKeys), Named(board.Kills), Named(board.Idle), Reports.Verdicts.Of(board), board.Failures);

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    /// <summary>Tables in Markdown, then the verdicts.</summary>
    public string ToTable()
    {
        var text = new StringBuilder();
        text.AppendLine("CPU in seconds per million commands, which are microseconds per command.").AppendLine();
        text.AppendLine("| cell | system | runs | commands/s | of direct | p50 ms | p99 ms | proxy CPU | nodes' CPU | commands per proxy CPU s | ours by it |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var cell in Cells)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {cell.Command} {cell.Size} B, {cell.Connections}, P{cell.Pipeline} | {cell.System} | {cell.Runs} | {cell.CommandsPerSecond:0} | {cell.RateOfDirect:0.00} | {cell.P50Ms:0.000} | {cell.P99Ms:0.000} | {Proxy(cell, cell.ProxyCpuSecondsPerMillion, "0.00")} | {cell.NodeCpuSecondsPerMillion:0.00} | {Proxy(cell, 1_000_000 / cell.ProxyCpuSecondsPerMillion, "0")} | {cell.OursPerProxyCpu:0.00} |");
        }

        text.AppendLine();
        foreach (var (system, figures) in ManyKeys)
            text.AppendLine(CultureInfo.InvariantCulture, $"get of {ManyKeysRun.Keys} keys: {system} p50 {figures.P50Ms:0.000} ms, p99 {figures.P99Ms:0.000} ms, {figures.ProxyCpuMs:0.000} ms of the proxy's CPU ({figures.Requests} requests)");
        foreach (var (system, kills) in Kills)
            text.AppendLine(CultureInfo.InvariantCulture, $"kill: {system} longest time without an answer p50 {Median.Of(kills.Select(kill => kill.GapMs)):0} ms, max {kills.Max(kill => kill.GapMs):0} ms; {kills.Sum(kill => kill.Errors)} errors in {kills.Count} kills; the node serves again after {Median.Of(kills.Select(kill => kill.ServesAgainMs)):0} ms, at most {kills.Max(kill => kill.ServesAgainMs):0} ms");
        foreach (var (system, idle) in IdleMemory)
            text.AppendLine(CultureInfo.InvariantCulture, $"idle: {system} takes {idle.BytesPerConnection:0} bytes for each of {idle.Connections} connections ({idle.BytesBefore / 1048576.0:0.0} MiB before, {idle.BytesWith / 1048576.0:0.0} MiB with them)");
        foreach (var failure in Failures) text.AppendLine(CultureInfo.InvariantCulture, $"could not be measured: {failure}");
        text.AppendLine().AppendLine("Promises:");
        foreach (var verdict in Verdicts) text.AppendLine(CultureInfo.InvariantCulture, $"  {verdict}");
        return text.ToString();
    }

    private static Dictionary<string, T> Named<T>(IReadOnlyDictionary<SystemKind, T> bySystem) => bySystem.OrderBy(pair => pair.Key).ToDictionary(pair => MeasuredSystem.NameOf(pair.Key), pair => pair.Value);

    /// <summary>Empty for a system that has no process.</summary>
    private static string Proxy(CellReport cell, double value, string format) => cell.ProxyCpuSecondsPerMillion > 0 ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}
