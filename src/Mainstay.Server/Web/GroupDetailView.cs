using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>The body of <c>GET /v1/groups/{g}</c>.</summary>
/// <param name="Group">The group as in <c>/v1/status</c>.</param>
/// <param name="Reason">Why it is in its state: the last decision, in words.</param>
/// <param name="Details">More about each node, in the order of the group's nodes.</param>
/// <param name="Counts">What each endpoint counted since the daemon started.</param>
public sealed record GroupDetailView(GroupView Group, string Reason, ImmutableArray<NodeDetailView> Details, ImmutableArray<EndpointCountsView> Counts);
