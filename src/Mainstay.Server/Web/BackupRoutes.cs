using System.Collections.Immutable;
using Mainstay.Server.Backups;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mainstay.Server.Web;

/// <summary>
/// <c>GET /v1/groups/{g}/backups</c>, <c>POST /v1/groups/{g}/backup</c>, <c>POST /v1/groups/{g}/restore</c>. The latter two answer at their end,
/// which may take as long as the data are large; whoever hangs up ends a backup, and not a restore that began.
/// </summary>
internal sealed class BackupRoutes(ImmutableArray<WebGroup> groups)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/groups/{group}/backups", ListAsync);
        routes.MapPost("/v1/groups/{group}/backup", context => GuardedAsync(context, TakeAsync));
        routes.MapPost("/v1/groups/{group}/restore", context => GuardedAsync(context, RestoreAsync));
    }

    private Task ListAsync(HttpContext context) => StatusRoutes.Named(context, groups) is { } group
        ? Answer.Json(context, new BackupsView([.. group.Backups.List().Select(one => BackupView.Of(group.Backups, one))]), WebJson.Default.BackupsView)
        : StatusRoutes.NoSuchGroup(context, groups);

    private async Task GuardedAsync(HttpContext context, Func<HttpContext, WebGroup, Task> change)
    {
        if (WriteGuard.Refusal(context.Request) is { } refusal)
        {
            await Answer.Problem(context, refusal);
            return;
        }

        if (StatusRoutes.Named(context, groups) is not { } group)
        {
            await StatusRoutes.NoSuchGroup(context, groups);
            return;
        }

        try
        {
            await change(context, group);
        }
        catch (BackupException e)
        {
            await Answer.Problem(context, StatusCodes.Status409Conflict, "refused", e.Message);
        }
    }

    private static async Task TakeAsync(HttpContext context, WebGroup group)
    {
        var (_, wrong) = await RequestBody.ReadAsync(context, WebJson.Default.EmptyBody);
        if (wrong is not null) await Answer.Problem(context, StatusCodes.Status400BadRequest, "bad body", wrong);
        else await Answer.Json(context, BackupView.Of(group.Backups, await group.Backups.TakeAsync(context.RequestAborted)), WebJson.Default.BackupView);
    }

    private static async Task RestoreAsync(HttpContext context, WebGroup group)
    {
        var (body, wrong) = await RequestBody.ReadAsync(context, WebJson.Default.RestoreBody);
        if (wrong is null && string.IsNullOrEmpty(body!.File)) wrong = "name the file that is to be restored: \"file\"";
        if (wrong is null && body!.To is { } to && group.Controller.Status.Topology.Nodes.All(node => node.Name != to))
            wrong = $"{group.Spec.Name} has no node '{to}'; it has: {string.Join(", ", group.Controller.Status.Topology.Nodes.Select(node => node.Name))}";
        if (wrong is not null)
        {
            await Answer.Problem(context, StatusCodes.Status400BadRequest, "bad body", wrong);
            return;
        }

        var reply = body!.DryRun
            ? await group.Backups.PlanAsync(body.File!, body.To, !body.DiscardPresent, context.RequestAborted)
            : await group.Backups.RestoreAsync(body.File!, body.To, !body.DiscardPresent, CancellationToken.None);
        await OperatorQuestion.AnswerAsync(context, reply, body.DryRun);
    }
}
