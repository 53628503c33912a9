using System.Collections.Immutable;
using Mainstay.Server.Clusters;

namespace Mainstay.Server.Web.Metrics;

/// <summary>
/// What is told of a memcached cluster, and of its nodes under the names of memcached_exporter, so that dashboards made for it show these nodes too. Of
/// a node that does not answer nothing is told but that.
/// </summary>
internal static class ClusterMetrics
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Metric.OfClusters("mainstay_cluster_ready", MetricKind.Gauge, "1 while every node of the cluster serves its keys.", ["cluster"], cluster => [new([cluster.Name], cluster.IsReady ? 1 : 0)]),
        Metric.OfClusters("mainstay_cluster_version", MetricKind.Gauge, "What Auto Discovery tells: grows at every change of what is listed, and when a fresh process takes a node's place.", ["cluster"],
            cluster => cluster.Topology is { } topology ? [new([cluster.Name], topology.Version)] : []),
        Metric.OfClusters("memcached_up", MetricKind.Gauge, "1 while the node answers the controller.", ["cluster", "node"], cluster => cluster.Nodes.Select(node => new Sample([cluster.Name, node.Name], node.Figures is null ? 0 : 1))),
        Metric.OfClusters("memcached_version", MetricKind.Gauge, "Always 1: which memcached the node is.", ["cluster", "node", "version"],
            cluster => cluster.Nodes.Where(node => node is { Figures: not null, Version: not null }).Select(node => new Sample([cluster.Name, node.Name, node.Version!], 1))),
        Of("memcached_uptime_seconds", MetricKind.Gauge, "For how long the node runs.", figures => figures.Uptime),
        Of("memcached_current_items", MetricKind.Gauge, "Items that the node has.", figures => figures.CurrItems),
        Of("memcached_current_bytes", MetricKind.Gauge, "What they take.", figures => figures.Bytes),
        Of("memcached_limit_bytes", MetricKind.Gauge, "What they may take.", figures => figures.LimitMaxBytes),
        Of("memcached_current_connections", MetricKind.Gauge, "Clients connected to the node now, ours included.", figures => figures.CurrConnections),
        Metric.OfClusters("memcached_commands_total", MetricKind.Counter, "Keys asked for since the node started, those that were found and those that were not.", ["cluster", "node", "command", "status"], cluster => Told(cluster)
            .SelectMany(one => new Sample[] { new([cluster.Name, one.Node, "get", "hit"], one.Figures.GetHits), new([cluster.Name, one.Node, "get", "miss"], one.Figures.GetMisses) })),
        Of("memcached_items_evicted_total", MetricKind.Counter, "Items that the node gave up for others before their time.", figures => figures.Evictions),
    ];

    private static Metric Of(string name, MetricKind kind, string help, Func<MemcachedFigures, double> value) =>
        Metric.OfClusters(name, kind, help, ["cluster", "node"], cluster => Told(cluster).Select(one => new Sample([cluster.Name, one.Node], value(one.Figures))));

    private static IEnumerable<(string Node, MemcachedFigures Figures)> Told(ClusterReading cluster) =>
        cluster.Nodes.Where(node => node.Figures is not null).Select(node => (node.Name, node.Figures!));
}
