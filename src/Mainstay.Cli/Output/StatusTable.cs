using System.Collections.Immutable;
using System.Globalization;
using Mainstay.Server.Web;
using Spectre.Console;

namespace Mainstay.Cli.Output;

/// <summary>A status as a person reads it.</summary>
internal static class StatusTable
{
    public static string Render(StatusView status, StatusDetails details, bool colours)
    {
        var text = new StringWriter();
        var console = Tables.Console(text, colours);
        foreach (var group in status.Groups)
        {
            if (group != status.Groups[0]) console.WriteLine();
            Render(console, group, details.Groups.FirstOrDefault(detail => detail.Group.Name == group.Name));
        }

        foreach (var cluster in status.Clusters)
        {
            if (!status.Groups.IsEmpty || cluster != status.Clusters[0]) console.WriteLine();
            ClusterTable.Render(console, cluster, details.Clusters.FirstOrDefault(detail => detail.Cluster.Name == cluster.Name));
        }

        return Trimmed(text, colours);
    }

    /// <summary>The last column is padded too, which nobody wants in a file.</summary>
    public static string Trimmed(StringWriter text, bool colours) => colours ? text.ToString() : string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));

    /// <summary>Endpoints of a group or a cluster.</summary>
    public static Table Endpoints(ImmutableArray<EndpointView> all)
    {
        var endpoints = Tables.New("ENDPOINT", "STATE", "ADDRESS", "CLIENTS", "CMD/S", "P99", "ERRORS", "LEADS TO");
        foreach (var endpoint in all)
        {
            endpoints.AddIndentedRow(
                Tables.Plain(endpoint.Tls ? $"{endpoint.Kind} tls" : endpoint.Kind), Tables.Coloured(endpoint.State, endpoint.State == "serving" ? "green" : "red"), Tables.Plain(endpoint.Address),
                Tables.Plain(Number(endpoint.Figures?.Clients)), Tables.Plain(Rate(endpoint.Figures?.CommandsPerSecond)), Tables.Plain(Time(endpoint.Figures?.Latency?.P99Ms)),
                Tables.Plain(Number(endpoint.Figures?.Errors?.Values.Sum())), Tables.Plain(endpoint.Targets.Length == 0 ? "-" : string.Join(", ", endpoint.Targets)));
        }

        return endpoints;
    }

    private static void Render(IAnsiConsole console, GroupView group, GroupDetailView? detail)
    {
        var whole = group.IsWhole();
        var state = $"{group.State}{(group.State == "serving" && !whole ? ", not whole" : "")}";
        console.Write(new Paragraph()
            .Append(group.Name, new Style(decoration: Decoration.Bold))
            .Append("  ")
            .Append(state, Style.Parse(whole ? "green" : group.State == "serving" ? "yellow" : "red"))
            .Append($"  term {group.Term}, revision {group.Revision}  {group.Engine}, {group.Durability}\n"));

        var nodes = Tables.New("NODE", "ROLE", "HEALTH", "ADDRESS", "OFFSET", "LAG", "PID");
        foreach (var node in group.Nodes)
        {
            var pid = detail?.Details.FirstOrDefault(more => more.Name == node.Name)?.ProcessId;
            nodes.AddIndentedRow(
                Tables.Plain(node.Name), Tables.Plain(node.Role), Tables.Coloured(node.Health, node.Health == "online" ? "green" : "red"), Tables.Plain(node.Address),
                Tables.Plain(Number(node.Offset)), Tables.Plain(Number(node.LagBytes)), Tables.Plain(Number(pid)));
        }

        console.Write(nodes);
        console.Write(Endpoints(group.Endpoints));
        if (detail is null) return;
        if (detail.Reason.Length > 0) console.WriteLine($"  {detail.Reason}");
        foreach (var node in detail.Details.Where(node => node.SavedTails.Length > 0))
            console.WriteLine($"  set aside of {node.Name}, not served: {string.Join(", ", node.SavedTails)}");

        // The same of several nodes is said once.
        foreach (var remark in detail.Details.SelectMany(node => node.Remarks.IsDefault ? [] : node.Remarks.Select(text => (node.Name, Text: text))).GroupBy(remark => remark.Text))
            console.WriteLine($"  {string.Join(", ", remark.Select(one => one.Name))} {remark.Key}");
    }

    private static string Rate(double? aSecond) => aSecond?.ToString(aSecond < 10 ? "0.#" : "0", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Three figures are all that a glance takes in: <c>0.21ms</c>, <c>12.3ms</c>, <c>1.2s</c>.</summary>
    private static string Time(double? milliseconds) => milliseconds switch
    {
        null => "-",
        < 10 => milliseconds.Value.ToString("0.##", CultureInfo.InvariantCulture) + "ms",
        < 100 => milliseconds.Value.ToString("0.#", CultureInfo.InvariantCulture) + "ms",
        < 1000 => milliseconds.Value.ToString("0", CultureInfo.InvariantCulture) + "ms",
        _ => (milliseconds.Value / 1000).ToString("0.#", CultureInfo.InvariantCulture) + "s",
    };

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
