using System.Globalization;
using Mainstay.Server.Web;
using Spectre.Console;

namespace Mainstay.Cli.Output;

/// <summary>A memcached cluster's status as a person reads it.</summary>
internal static class ClusterTable
{
    /// <summary>All of it.</summary>
    public static void Render(IAnsiConsole console, ClusterView cluster, ClusterDetailView? detail)
    {
        console.Write(Head(cluster).Append("  memcached\n"));
        var nodes = Tables.New("NODE", "HEALTH", "ADDRESS", "ITEMS", "BYTES", "HITS", "EVICTED", "MEMCACHED", "PID");
        foreach (var node in cluster.Nodes)
        {
            var more = detail?.Details.FirstOrDefault(one => one.Name == node.Name);
            nodes.AddIndentedRow(
                Tables.Plain(node.Name), Tables.Coloured(node.Health, node.Health == "online" ? "green" : "red"), Tables.Plain(node.Address), Tables.Plain(Number(more?.Items)),
                Tables.Plain(Number(more?.Bytes)), Tables.Plain(Share(more?.Hits, more?.Misses)), Tables.Plain(Number(more?.Evictions)), Tables.Plain(more?.Version ?? "-"),
                Tables.Plain(Number(more?.ProcessId)));
        }

        console.Write(nodes);
        console.Write(StatusTable.Endpoints(cluster.Endpoints));
    }

    /// <summary>In one line, without its endpoints.</summary>
    public static void RenderShort(IAnsiConsole console, ClusterView cluster) =>
        console.Write(Head(cluster).Append($": {string.Join(", ", cluster.Nodes.Select(node => $"{node.Name} {node.Health} at {node.Address}"))}\n"));

    private static Paragraph Head(ClusterView cluster)
    {
        var state = cluster.Version is null ? "starting" : cluster.IsWhole() ? "serving" : "serving, not whole";
        return new Paragraph()
            .Append(cluster.Name, new Style(decoration: Decoration.Bold))
            .Append("  ")
            .Append(state, Style.Parse(cluster.IsWhole() ? "green" : "yellow"))
            .Append(cluster.Version is { } version ? $"  version {version.ToString(CultureInfo.InvariantCulture)}" : "");
    }

    private static string Share(long? hits, long? misses) => hits + misses is > 0 and var reads ? $"{Math.Floor(100.0 * hits!.Value / reads).ToString("0", CultureInfo.InvariantCulture)}%" : "-";

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
