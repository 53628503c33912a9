using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mainstay.Core.Failover;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mainstay.Server.Web;

/// <summary>What an operator may ask: <c>POST /v1/groups/{g}/switchover|failover|pause|resume</c>.</summary>
internal sealed class OperatorRoutes(ImmutableArray<WebGroup> groups, TimeProvider time, TimeSpan patience)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "switchover", WebJson.Default.SwitchoverBody, body => new OperatorRequest.Switchover(body.To, body.DryRun));
        Map(routes, "failover", WebJson.Default.FailoverBody, body => new OperatorRequest.Failover(body.AcceptDataLoss));
        Map(routes, "pause", WebJson.Default.EmptyBody, _ => new OperatorRequest.Pause());
        Map(routes, "resume", WebJson.Default.EmptyBody, _ => new OperatorRequest.Resume());
    }

    private void Map<T>(IEndpointRouteBuilder routes, string verb, JsonTypeInfo<T> shape, Func<T, OperatorRequest> request) where T : new() =>
        routes.MapPost($"/v1/groups/{{group}}/{verb}", async context =>
        {
            // 1. Only on purpose and from here.
            if (WriteGuard.Refusal(context.Request) is { } refusal)
            {
                await Answer.Problem(context, refusal);
                return;
            }

            // 2. About a group that is, in words that are known.
            if (StatusRoutes.Named(context, groups) is not { } group)
            {
                await StatusRoutes.NoSuchGroup(context, groups);
                return;
            }

            var (body, wrong) = await ReadAsync(context, shape);
            if (wrong is not null)
            {
                await Answer.Problem(context, StatusCodes.Status400BadRequest, "bad body", wrong);
                return;
            }

            // 3. Ask and wait for the end of it.
            var asked = request(body!);
            if (UnknownNode(group, asked) is { } unknown) await Answer.Problem(context, StatusCodes.Status400BadRequest, "no such node", unknown);
            else await AskAsync(context, group, asked);
        });

    private async Task AskAsync(HttpContext context, WebGroup group, OperatorRequest request)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        OperatorReply reply;
        try
        {
            reply = await group.Controller.AskAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await Answer.Problem(context, StatusCodes.Status504GatewayTimeout, "no end in sight",
                $"{group.Spec.Name} did not finish within {patience.TotalSeconds:0} s and may still; see its status");
            return;
        }

        if (reply.Accepted || request is OperatorRequest.Switchover { DryRun: true })
            await Answer.Json(context, View(reply), WebJson.Default.ReplyView);
        else
            await Answer.Problem(context, new ProblemView("refused", StatusCodes.Status409Conflict, reply.Summary) { Steps = reply.Steps });
    }

    private static ReplyView View(OperatorReply reply) => new(reply.Accepted, reply.Summary, reply.Steps, reply.From, reply.To, reply.Took is { } took
        ? Math.Ceiling(took.TotalMilliseconds).ToString("0", CultureInfo.InvariantCulture) + "ms"
        : null);

    private static string? UnknownNode(WebGroup group, OperatorRequest request) =>
        request is OperatorRequest.Switchover { To: { } to } && group.Spec.Nodes.All(node => node.Name != to)
            ? $"{group.Spec.Name} has no node '{to}'; it has: {string.Join(", ", group.Spec.Nodes.Select(node => node.Name))}"
            : null;

    private static async Task<(T? Body, string? Wrong)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> shape) where T : new()
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (buffer.Length == 0) return (new T(), null);
        try
        {
            buffer.Position = 0;
            return JsonSerializer.Deserialize(buffer, shape) is { } body ? (body, null) : (default, "the body is null; an object is expected");
        }
        catch (JsonException wrong)
        {
            return (default, Readable(wrong));
        }
    }

    // The serializer names our types in its messages; what the caller needs is the place.
    private static string Readable(JsonException wrong)
    {
        var unknown = wrong.Message.Contains("could not be mapped", StringComparison.Ordinal);
        var place = wrong.Path is null or "$" ? "" : $" at {wrong.Path}";
        return unknown ? $"unknown field{place}" : $"not the JSON that is expected{place} (byte {wrong.BytePositionInLine} of line {wrong.LineNumber + 1})";
    }
}
