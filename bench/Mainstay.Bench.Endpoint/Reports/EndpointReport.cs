using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Endpoint.Reports;

/// <summary>All that was measured. bench/README.md describes the JSON.</summary>
/// <param name="IdleCpuMsPerSecond">By system, what it takes while nobody asks.</param>
/// <param name="IdleMemory">By system.</param>
/// <param name="Tls">By system, version and cipher suite.</param>
/// <param name="NotBuilt">By system, with what words the daemon refused its configuration.</param>
/// <param name="Failures">What could not be measured, in sentences.</param>
internal sealed record EndpointReport(DateTimeOffset StartedAt, int Processors, IReadOnlyDictionary<string, string> Versions, IReadOnlyList<CellReport> Cells,
    IReadOnlyDictionary<string, double> IdleCpuMsPerSecond, IReadOnlyDictionary<string, IdleFigures> IdleMemory, IReadOnlyDictionary<string, string> Tls, IReadOnlyList<Verdict> Verdicts,
    IReadOnlyDictionary<string, string> NotBuilt, IReadOnlyList<string> Failures)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Shape);

    /// <summary>Tables in Markdown, then the verdicts.</summary>
    public string ToTable()
    {
        var text = new StringBuilder();
        text.AppendLine("CPU in seconds per million commands, which are microseconds per command.").AppendLine();
        text.AppendLine("| cell | system | runs | commands/s | of direct | p50 ms | p99 ms | proxy CPU | server CPU | peak MiB | commands per proxy CPU s | ours by it |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var cell in Cells)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {cell.Command} {cell.Size} B, {cell.Connections}, P{cell.Pipeline} | {cell.System} | {cell.Runs} | {cell.CommandsPerSecond:0} | {cell.RateOfDirect:0.00} | {cell.P50Ms:0.000} | {cell.P99Ms:0.000} | {Proxy(cell, cell.ProxyCpuSecondsPerMillion, "0.00")} | {cell.ServerCpuSecondsPerMillion:0.00} | {Proxy(cell, cell.ProxyPeakMiB, "0.0")} | {Proxy(cell, cell.ProxyCpuSecondsPerMillion > 0 ? 1_000_000 / cell.ProxyCpuSecondsPerMillion : 0, "0")} | {cell.OursPerProxyCpu:0.00} |");
        }

        text.AppendLine();
        foreach (var (system, cpu) in IdleCpuMsPerSecond) text.AppendLine(CultureInfo.InvariantCulture, $"idle: {system} takes {cpu:0.00} ms of CPU a second (in the figures above, not subtracted)");
        foreach (var (system, idle) in IdleMemory)
            text.AppendLine(CultureInfo.InvariantCulture, $"idle: {system} takes {idle.BytesPerConnection:0} bytes for each of {idle.Connections} connections ({idle.BytesBefore / 1048576.0:0.0} MiB before, {idle.BytesWith / 1048576.0:0.0} MiB with them)");
        foreach (var (system, agreed) in Tls) text.AppendLine(CultureInfo.InvariantCulture, $"encryption: {system} agrees on {agreed}");
        foreach (var (system, refusal) in NotBuilt) text.AppendLine(CultureInfo.InvariantCulture, $"not built: {system}: {refusal}");
        foreach (var failure in Failures) text.AppendLine(CultureInfo.InvariantCulture, $"could not be measured: {failure}");
        text.AppendLine().AppendLine("Promises:");
        foreach (var verdict in Verdicts) text.AppendLine(CultureInfo.InvariantCulture, $"  {verdict}");
        return text.ToString();
    }

    /// <summary>Empty for a system that has no process.</summary>
    private static string Proxy(CellReport cell, double value, string format) => cell.ProxyPeakMiB > 0 ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}
