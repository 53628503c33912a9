using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mainstay.Server.Web;

/// <summary>What can be read: <c>/v1/status</c>, <c>/v1/groups/{g}</c>, <c>/v1/clusters/{c}</c>, <c>/health</c>, <c>/alive</c>.</summary>
internal sealed class StatusRoutes(string name, ImmutableArray<WebGroup> groups, ImmutableArray<WebCluster> clusters)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/status", context => Answer.Json(context, Status(), WebJson.Default.StatusView));
        routes.MapGet("/v1/groups/{group}", Group);
        routes.MapGet("/v1/clusters/{cluster}", Cluster);
        routes.MapGet("/health", Health);
        routes.MapGet("/alive", Alive);
    }

    private StatusView Status() => new(name, [.. groups.Select(group => group.View())], [.. clusters.Select(cluster => cluster.View())], new IncidentsView(0));

    private Task Group(HttpContext context) => Named(context) is { } group
        ? Answer.Json(context, group.Detail(), WebJson.Default.GroupDetailView)
        : NoSuchGroup(context, groups);

    private Task Cluster(HttpContext context) => clusters.FirstOrDefault(cluster => cluster.Spec.Name == context.GetRouteValue("cluster") as string) is { } cluster
        ? Answer.Json(context, cluster.Detail(), WebJson.Default.ClusterDetailView)
        : Answer.Problem(context, StatusCodes.Status404NotFound, "no such cluster",
            $"there is no cluster '{context.GetRouteValue("cluster")}'; there is: {string.Join(", ", clusters.Select(one => one.Spec.Name))}");

    private Task Health(HttpContext context)
    {
        var waiting = groups.Where(group => !group.IsReady()).Select(group => $"{group.Spec.Name} is {Word.Of(group.Controller.Status.Topology.State)}")
            .Concat(clusters.Where(cluster => !cluster.IsReady()).Select(cluster => $"{cluster.Spec.Name} is not whole")).ToList();
        return waiting.Count == 0
            ? Answer.Json(context, new HealthView("ready"), WebJson.Default.HealthView)
            : Answer.Problem(context, StatusCodes.Status503ServiceUnavailable, "not ready", string.Join("; ", waiting));
    }

    private Task Alive(HttpContext context)
    {
        var still = groups.Where(group => !group.Controller.IsTurning).Select(group => group.Spec.Name)
            .Concat(clusters.Where(cluster => !cluster.Controller.IsTurning).Select(cluster => cluster.Spec.Name)).ToList();
        return still.Count == 0
            ? Answer.Json(context, new HealthView("alive"), WebJson.Default.HealthView)
            : Answer.Problem(context, StatusCodes.Status503ServiceUnavailable, "standing still", $"nobody decides for {string.Join(", ", still)}: the loop has not turned for seconds");
    }

    private WebGroup? Named(HttpContext context) => Named(context, groups);

    /// <summary>The group that the route names, or null.</summary>
    public static WebGroup? Named(HttpContext context, ImmutableArray<WebGroup> groups) =>
        groups.FirstOrDefault(group => group.Spec.Name == context.GetRouteValue("group") as string);

    /// <summary>Answers that there is no such group, and names those that are.</summary>
    public static Task NoSuchGroup(HttpContext context, ImmutableArray<WebGroup> groups) =>
        Answer.Problem(context, StatusCodes.Status404NotFound, "no such group",
            $"there is no group '{context.GetRouteValue("group")}'; there is: {string.Join(", ", groups.Select(group => group.Spec.Name))}");
}
