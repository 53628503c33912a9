using System.Collections.Immutable;
using System.Globalization;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control;

namespace Mainstay.Server.Web.Metrics;

/// <summary>
/// What is told of a node: under the names of redis_exporter, with its words (master, slave), as far as the controller asks for it anyway, so that
/// dashboards made for it show these nodes too; what that exporter has not, under ours. Of a node that does not answer nothing is told but that.
/// </summary>
internal static class NodeMetrics
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Metric.OfGroups("redis_up", MetricKind.Gauge, "1 while the node answers the controller.", ["group", "node"],
            group => group.Status.Topology.Nodes.Select(node => new Sample([group.Name, node.Name], Figures(group, node)?.Offset is null ? 0 : 1))),
        Metric.OfGroups("redis_instance_info", MetricKind.Gauge, "Always 1: what the node is, and which process.", ["group", "node", "role", "tcp_port", "run_id", "process_id"], group =>
            Reports(group).Select(one => new Sample(
                [group.Name, one.Node.Name, one.Report.Role == NodeRole.Primary ? "master" : "slave", Number(one.Node.Address.Port), one.Report.RunId, Number(one.Report.ProcessId)], 1))),
        Of("redis_connected_slaves", "Replicas that the node lists.", report => report.Replicas.Length),
        Of("redis_master_repl_offset", "Bytes of its history that the node has.", report => report.Offset),
        OfReplica("redis_master_link_up", "1 while the replica is linked to its primary.", report => report.LinkUp ? 1 : 0),
        OfReplica("redis_master_last_io_seconds_ago", "Seconds since the replica heard of its primary.", report => report.LastHeardSeconds),
        OfReplica("redis_master_sync_in_progress", "1 while the replica is sent all data anew.", report => report.Synchronising ? 1 : 0),
        Of("redis_loading_dump_file", "1 while the node reads its file.", report => report.Loading ? 1 : 0),
        new("mainstay_node_online", MetricKind.Gauge, "1 while the node is all that its role asks for: it answers, and a replica is linked and near its primary; of a cluster, it serves its keys.", ["group", "node"],
            reading => Online(reading).Select(node => new Sample([reading.Name, node.Name], node.IsOnline ? 1 : 0))),
        Metric.OfGroups("mainstay_node_lag_bytes", MetricKind.Gauge, "Bytes that the node is behind the primary.", ["group", "node"], group => group.Status.Topology.Nodes
            .Select(node => (node.Name, Lag: Figures(group, node)?.LagBytes)).Where(node => node.Lag is not null).Select(node => new Sample([group.Name, node.Name], node.Lag!.Value))),
    ];

    private static IEnumerable<(string Name, bool IsOnline)> Online(Reading reading) => reading switch
    {
        GroupReading group => group.Status.Topology.Nodes.Select(node => (node.Name, node.Health == NodeHealth.Online)),
        ClusterReading { Topology: { } topology } => topology.Nodes.Select(node => (node.Name, node.Serves)),
        _ => [],
    };

    private static Metric Of(string name, string help, Func<NodeReport, double> value) =>
        Metric.OfGroups(name, MetricKind.Gauge, help, ["group", "node"], group => Reports(group).Select(one => new Sample([group.Name, one.Node.Name], value(one.Report))));

    private static Metric OfReplica(string name, string help, Func<NodeReport, double?> value) =>
        Metric.OfGroups(name, MetricKind.Gauge, help, ["group", "node", "master_host", "master_port"], group => Reports(group)
            .Where(one => one.Report.Role == NodeRole.Replica && value(one.Report) is not null)
            .Select(one => new Sample([group.Name, one.Node.Name, one.Report.FollowsHost ?? "", Number(one.Report.FollowsPort ?? 0)], value(one.Report)!.Value)));

    private static IEnumerable<(TopologyNode Node, NodeReport Report)> Reports(GroupReading group) =>
        group.Status.Topology.Nodes.Select(node => (Node: node, Figures(group, node)?.Report)).Where(one => one.Report is not null).Select(one => (one.Node, one.Report!));

    private static NodeFigures? Figures(GroupReading group, TopologyNode node) => group.Status.Nodes.FirstOrDefault(figures => figures.Name == node.Name);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
