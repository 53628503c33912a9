using System.Collections.Immutable;
using Mainstay.Server.Web.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mainstay.Server.Web;

/// <summary><c>/metrics</c>.</summary>
internal sealed class MetricRoutes(ImmutableArray<WebGroup> groups, ImmutableArray<WebCluster> clusters)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = MetricText.MediaType;
        return context.Response.WriteAsync(MetricText.Of([.. groups.Select(group => group.Read()), .. clusters.Select(cluster => cluster.Read())]), context.RequestAborted);
    });
}
