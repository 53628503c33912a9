using System.Text;

namespace Mainstay.Server.Web.Metrics;

/// <summary>Writes the page of all metrics out of their table.</summary>
internal static class MetricsReference
{
    /// <summary>The page, Markdown.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line("# Metrics");
        Line();
        Line("What `GET /metrics` on the web port tells, in Prometheus' text format (0.0.4). This page is made from the table that is told; names and labels are a");
        Line("contract. Counters begin at 0 with the daemon. Figures are counted on the loops that serve clients, and put together when they are asked for:");
        Line("asking costs clients nothing.");
        Line();
        Line("```yaml");
        Line("scrape_configs:");
        Line("  - job_name: mainstay");
        Line("    static_configs: [{ targets: [\"127.0.0.1:8400\"] }]");
        Line("```");
        Line();
        Line("`group` and `node` are names of the configuration; `endpoint` is the endpoint's key in it: `primary`, `reader`, `configuration`, each with or without `_tls`. Endpoints");
        Line("and `mainstay_node_online` of a memcached cluster have its name as their `group`: groups and clusters share one namespace.");
        Line();
        Line("| metric | type | labels | meaning |");
        Line("|---|---|---|---|");
        foreach (var metric in MetricTable.All)
            Line($"| `{metric.Name}` | {Word.Of(metric.Kind)} | {string.Join(", ", metric.Labels.Select(label => $"`{label}`"))} | {metric.Help} |");
        Line();
        Line("**Latency.** A command counts from the turn of its loop in which it was received to the one in which its reply went to the client's output, with all that");
        Line("it was held or repeated for. What the client's own network takes is not part of it. The histogram (100 µs to 10 s, since the start) can be summed over");
        Line("endpoints and daemons; percentiles of the last full minute (of all the time before there was one) can't, and are what `status` shows.");
        Line();
        Line("**Errors.** The first word of each error reply, if it is made of A–Z, 0–9 and _ and has at most 32 characters. `DENIED`, `ERR`, `EXECABORT`, `INDETERMINATE`,");
        Line("`READONLY` and `TRYAGAIN` are there from the start. An error inside of the reply to an `EXEC` is not counted.");
        Line();
        Line("**Nodes.** Under the names of redis_exporter, with its words, as far as the controller asks nodes for it anyway; for memory, keys and the like run that");
        Line("exporter beside it. Of a node that does not answer only `redis_up` and `mainstay_node_online` are told.");
        Line();
        Line("Nodes of memcached clusters likewise, under the names of memcached_exporter; counters of a node begin with its process, so a replaced one begins anew.");
        Line();
        Line("What to alert on:");
        Line();
        Line("```yaml");
        Line("- alert: GroupWithoutPrimary");
        Line("  expr: mainstay_group_ready == 0");
        Line("  for: 15s");
        Line("- alert: ClusterNotWhole");
        Line("  expr: mainstay_cluster_ready == 0");
        Line("  for: 1m");
        Line("- alert: WritesOfUnknownOutcome");
        Line("  expr: increase(mainstay_endpoint_indeterminate_total[5m]) > 0");
        Line("- alert: ClientsRefused");
        Line("  expr: sum by (group, endpoint, reason) (increase(mainstay_endpoint_refused_total{reason=~\"hold_.*\"}[5m])) > 0");
        Line("- alert: SlowCommands");
        Line("  expr: histogram_quantile(0.99, sum by (group, endpoint, le) (rate(mainstay_endpoint_command_duration_seconds_bucket[5m]))) > 0.05");
        Line("  for: 5m");
        Line("- alert: NodeNotOnline");
        Line("  expr: mainstay_node_online == 0");
        Line("  for: 5m");
        Line("```");
        return text.ToString();
    }
}
