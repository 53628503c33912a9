using System.Collections.Immutable;
using Mainstay.Core.Topology;
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
        Metric.OfClusters("memcached_up", MetricKind.Gauge, "1 while the node answers the controller.", ["cluster", "node"], cluster => cluster.Nodes.Select(node => new Sample([cluster.Name, node.Name], Answers(node) ? 1 : 0))),
        Metric.OfClusters("memcached_version", MetricKind.Gauge, "Always 1: which memcached the node is.", ["cluster", "node", "version"],
            cluster => cluster.Nodes.Where(node => Answers(node) && node.Version is not null).Select(node => new Sample([cluster.Name, node.Name, node.Version!], 1))),
        Of("memcached_uptime_seconds", MetricKind.Gauge, "For how long the node runs.", node => node.Uptime is { } uptime ? Math.Floor(uptime.TotalSeconds) : null),
        Of("memcached_current_items", MetricKind.Gauge, "Items that the node has.", node => node.Items),
        Of("memcached_current_bytes", MetricKind.Gauge, "What they take.", node => node.Bytes),
        Of("memcached_limit_bytes", MetricKind.Gauge, "What they may take.", node => node.Limit),
        Of("memcached_current_connections", MetricKind.Gauge, "Clients connected to the node now, our endpoints among them.", node => node.Connections),
        Metric.OfClusters("memcached_commands_total", MetricKind.Counter, "Reads since the node started, those that found their key and those that did not.", ["cluster", "node", "command", "status"], cluster => cluster.Nodes
            .Where(node => Answers(node) && node.Hits is not null && node.Misses is not null)
            .SelectMany(node => new Sample[] { new([cluster.Name, node.Name, "get", "hit"], node.Hits!.Value), new([cluster.Name, node.Name, "get", "miss"], node.Misses!.Value) })),
        Of("memcached_items_evicted_total", MetricKind.Counter, "Items that the node gave up for others before their time.", node => node.Evictions),
    ];

    private static Metric Of(string name, MetricKind kind, string help, Func<ClusterNodeStatus, double?> value) =>
        Metric.OfClusters(name, kind, help, ["cluster", "node"], cluster => cluster.Nodes
            .Where(node => Answers(node) && value(node) is not null).Select(node => new Sample([cluster.Name, node.Name], value(node)!.Value)));

    private static bool Answers(ClusterNodeStatus node) => node.Health is not (NodeHealth.Silent or NodeHealth.Down);
}
