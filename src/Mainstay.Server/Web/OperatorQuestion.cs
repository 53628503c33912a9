using System.Globalization;
using Mainstay.Core.Failover;
using Microsoft.AspNetCore.Http;

namespace Mainstay.Server.Web;

/// <summary>Asks a group's controller for something, waits for its end, and answers the request with it.</summary>
/// <param name="time">Clock of the wait.</param>
/// <param name="patience">How long it may take.</param>
internal sealed class OperatorQuestion(TimeProvider time, TimeSpan patience)
{
    /// <summary>Asks and answers; a plan that says why something cannot be done is an answer too.</summary>
    public async Task AskAsync(HttpContext context, WebGroup group, OperatorRequest request, bool isPlan)
    {
        if (await ReplyAsync(context, group, request) is { } reply) await AnswerAsync(context, reply, isPlan);
    }

    /// <summary>The controller's reply, or null when it took too long and that was answered.</summary>
    public async Task<OperatorReply?> ReplyAsync(HttpContext context, WebGroup group, OperatorRequest request)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            return await group.Controller.AskAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await Answer.Problem(context, StatusCodes.Status504GatewayTimeout, "no end in sight",
                $"{group.Spec.Name} did not finish within {patience.TotalSeconds:0} s and may still; see its status");
            return null;
        }
    }

    /// <summary>Answers with a reply.</summary>
    public static Task AnswerAsync(HttpContext context, OperatorReply reply, bool isPlan) => reply.Accepted || isPlan
        ? Answer.Json(context, View(reply), WebJson.Default.ReplyView)
        : Answer.Problem(context, new ProblemView("refused", StatusCodes.Status409Conflict, reply.Summary) { Steps = reply.Steps });

    private static ReplyView View(OperatorReply reply) => new(reply.Accepted, reply.Summary, reply.Steps, reply.From, reply.To, reply.Took is { } took
        ? Math.Ceiling(took.TotalMilliseconds).ToString("0", CultureInfo.InvariantCulture) + "ms"
        : null);
}
