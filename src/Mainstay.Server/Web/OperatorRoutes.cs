using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Mainstay.Core.Failover;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mainstay.Server.Web;

/// <summary>What an operator may ask: <c>POST /v1/groups/{g}/switchover|failover|pause|resume</c>.</summary>
internal sealed class OperatorRoutes(ImmutableArray<WebGroup> groups, OperatorQuestion question)
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

            var (body, wrong) = await RequestBody.ReadAsync(context, shape);
            if (wrong is not null)
            {
                await Answer.Problem(context, StatusCodes.Status400BadRequest, "bad body", wrong);
                return;
            }

            // 3. Ask and wait for the end of it.
            var asked = request(body!);
            if (UnknownNode(group, asked) is { } unknown) await Answer.Problem(context, StatusCodes.Status400BadRequest, "no such node", unknown);
            else await question.AskAsync(context, group, asked, body is SwitchoverBody { DryRun: true });
        });

    private static string? UnknownNode(WebGroup group, OperatorRequest request) =>
        request is OperatorRequest.Switchover { To: { } to } && group.Controller.Status.Topology.Nodes.All(node => node.Name != to)
            ? $"{group.Spec.Name} has no node '{to}'; it has: {string.Join(", ", group.Controller.Status.Topology.Nodes.Select(node => node.Name))}"
            : null;
}
