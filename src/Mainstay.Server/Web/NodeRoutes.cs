using System.Collections.Immutable;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mainstay.Server.Web;

/// <summary>Who belongs to a group: <c>POST /v1/groups/{g}/nodes</c>, <c>DELETE /v1/groups/{g}/nodes/{n}[?dryRun=true]</c>.</summary>
internal sealed class NodeRoutes(ImmutableArray<WebGroup> groups, OperatorQuestion question)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/groups/{group}/nodes", context => GuardedAsync(context, AddAsync));
        routes.MapDelete("/v1/groups/{group}/nodes/{node}", context => GuardedAsync(context, RemoveAsync));
    }

    private async Task GuardedAsync(HttpContext context, Func<HttpContext, WebGroup, Task> change)
    {
        if (WriteGuard.Refusal(context.Request) is { } refusal) await Answer.Problem(context, refusal);
        else if (StatusRoutes.Named(context, groups) is { } group) await change(context, group);
        else await StatusRoutes.NoSuchGroup(context, groups);
    }

    private async Task AddAsync(HttpContext context, WebGroup group)
    {
        // 1. In words that are known.
        var (body, wrong) = await RequestBody.ReadAsync(context, WebJson.Default.NodeBody);
        var address = NodeAddress.TryParse(body?.Address);
        if (body?.Address is { } text && address is null) wrong = $"'{text}' is no address; write host:port, IPv6 as [::1]:6411";
        if (body?.Priority is < 0 or > 1000) wrong = "a priority is 0 to 1000";
        if (wrong is not null)
        {
            await Answer.Problem(context, StatusCodes.Status400BadRequest, "bad body", wrong);
            return;
        }

        // 2. A name that nobody has, and a node that can join.
        var asked = new Newcomer(body!.Name, address, body.Managed, body.Priority, body.DiscardData);
        var (node, refusal) = Namesake(asked.Name) is { } namesake ? (null, namesake)
            : await group.Newcomers.PrepareAsync(asked, group.Controller.Status.Topology, context.RequestAborted);

        // 3. Committed when this returns; it is started and filled after that.
        if (node is null) await Answer.Problem(context, new ProblemView("refused", StatusCodes.Status409Conflict, refusal!));
        else await question.AskAsync(context, group, new OperatorRequest.AddNode(node), isPlan: false);
    }

    /// <summary>The primary is moved first: nobody has to ask for two things to have one.</summary>
    private async Task RemoveAsync(HttpContext context, WebGroup group)
    {
        var name = (string)context.GetRouteValue("node")!;
        var dryRun = context.Request.Query["dryRun"] == "true";
        var topology = group.Controller.Status.Topology;
        if (topology.Nodes.All(node => node.Name != name))
        {
            await Answer.Problem(context, StatusCodes.Status404NotFound, "no such node", $"{group.Spec.Name} has no node '{name}'; it has: {string.Join(", ", topology.Nodes.Select(node => node.Name))}");
            return;
        }

        if (topology.Primary?.Node == name)
        {
            var moved = await question.ReplyAsync(context, group, new OperatorRequest.Switchover(null, dryRun));
            if (moved is null) return;
            if (dryRun) moved = moved with { Steps = [.. moved.Steps, $"then, when {name} follows as a replica, take it out of {group.Spec.Name}"] };
            if (dryRun || !moved.Accepted)
            {
                await OperatorQuestion.AnswerAsync(context, moved, dryRun);
                return;
            }
        }

        await question.AskAsync(context, group, new OperatorRequest.RemoveNode(name, dryRun), dryRun);
    }

    private string? Namesake(string name)
    {
        if (groups.Any(group => group.Spec.Name == name)) return $"{name} is the name of a group";
        var other = groups.FirstOrDefault(group => group.Controller.Status.Topology.Nodes.Any(node => node.Name == name));
        return other is null ? null : $"{name} is a node of {other.Spec.Name} already";
    }
}
