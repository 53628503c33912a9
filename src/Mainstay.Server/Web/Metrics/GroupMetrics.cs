using System.Collections.Immutable;

namespace Mainstay.Server.Web.Metrics;

/// <summary>What is told of a group.</summary>
internal static class GroupMetrics
{
    public static ImmutableArray<Metric> All { get; } =
    [
        Metric.OfGroups("mainstay_group_ready", MetricKind.Gauge, "1 while commands reach a primary: the group serves, or was paused while it did.", ["group"], group => [new([group.Name], group.IsReady ? 1 : 0)]),
        Metric.OfGroups("mainstay_group_term", MetricKind.Gauge, "The term: grows by one at every change of primary, planned or not.", ["group"], group => [new([group.Name], group.Status.Topology.Term)]),
    ];
}
