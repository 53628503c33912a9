using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mainstay.Server.Web;

/// <summary>
/// <c>/v1/events</c>: server-sent events. A <c>topology</c> event carries a group or a cluster as <c>/v1/status</c> has it: one for each at once,
/// then one at each change. A slow reader skips states and always gets the latest; it never makes the daemon keep a queue.
/// </summary>
internal sealed class EventRoutes(ImmutableArray<WebGroup> groups, ImmutableArray<WebCluster> clusters, EventFeed feed, TimeProvider time, CancellationToken stopping)
{
    /// <summary>How often a silent stream shows that it lives, so that proxies keep it and readers notice a dead daemon.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/events", StreamAsync);

    private async Task StreamAsync(HttpContext context)
    {
        using var subscription = feed.Subscribe();
        if (subscription is null)
        {
            await Answer.Problem(context, StatusCodes.Status503ServiceUnavailable, "too many readers", $"at most {EventFeed.MostReaders} may follow events at once");
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            var changed = groups.Select(group => group.Spec.Name).Concat(clusters.Select(cluster => cluster.Spec.Name)).ToHashSet();
            while (true)
            {
                foreach (var group in groups.Where(group => changed.Contains(group.Spec.Name))) await SendAsync(context.Response, group.View(), WebJson.Default.GroupView, ending.Token);
                foreach (var cluster in clusters.Where(cluster => changed.Contains(cluster.Spec.Name))) await SendAsync(context.Response, cluster.View(), WebJson.Default.ClusterView, ending.Token);
                await context.Response.Body.FlushAsync(ending.Token);
                changed = await subscription.NextAsync(Heartbeat, time, ending.Token);
                if (changed.Count == 0) await context.Response.WriteAsync(": alive\n\n", ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away, or the daemon stops: the stream ends either way.
        }
    }

    private static async Task SendAsync<T>(HttpResponse response, T view, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        await response.WriteAsync("event: topology\ndata: ", cancellationToken);
        await response.WriteAsync(JsonSerializer.Serialize(view, shape), cancellationToken);
        await response.WriteAsync("\n\n", cancellationToken);
    }
}
