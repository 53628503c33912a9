using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>The body of <c>GET /v1/clusters/{c}</c>.</summary>
/// <param name="Cluster">The cluster as in <c>/v1/status</c>.</param>
/// <param name="Details">More about each node, in the order of the cluster's nodes.</param>
/// <param name="Counts">What each endpoint counted since the daemon started.</param>
public sealed record ClusterDetailView(ClusterView Cluster, ImmutableArray<ClusterNodeDetailView> Details, ImmutableArray<EndpointCountsView> Counts);
