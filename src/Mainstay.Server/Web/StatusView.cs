using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>The body of <c>GET /v1/status</c>, and what <c>status -o json</c> prints.</summary>
/// <param name="Name">The installation's name.</param>
/// <param name="Groups">Every group.</param>
/// <param name="Clusters">Every memcached cluster.</param>
/// <param name="Incidents">Open incidents. This version opens none: always 0.</param>
public sealed record StatusView(string Name, ImmutableArray<GroupView> Groups, ImmutableArray<ClusterView> Clusters, IncidentsView Incidents);
