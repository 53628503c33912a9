using System.Collections.Immutable;

namespace Mainstay.Server.Web.Metrics;

/// <summary>All metrics, in the order in which they are told. What is not here is not told, and what is here stands in docs/metrics.md.</summary>
internal static class MetricTable
{
    public static ImmutableArray<Metric> All { get; } = [.. GroupMetrics.All, .. EndpointMetrics.All, .. NodeMetrics.All, .. ClusterMetrics.All];
}
