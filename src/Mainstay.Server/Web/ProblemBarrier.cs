using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Web;

/// <summary>Gives every error a body: bare statuses of the framework and exceptions become problem+json. Nothing internal leaves.</summary>
internal sealed partial class ProblemBarrier(RequestDelegate next, ILogger<ProblemBarrier> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // the client went away: nobody reads an answer
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            Log.Faulted(logger, context.Request.Path, fault);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null })
            await Answer.Problem(context, context.Response.StatusCode, Title(context.Response.StatusCode), Detail(context));
    }

    private static string Title(int status) => status switch
    {
        StatusCodes.Status404NotFound => "no such address",
        StatusCodes.Status405MethodNotAllowed => "wrong method",
        StatusCodes.Status413PayloadTooLarge => "body too large",
        StatusCodes.Status500InternalServerError => "the daemon failed",
        _ => "bad request",
    };

    private static string Detail(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"nothing is at {context.Request.Path}",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not for {context.Request.Path}",
        StatusCodes.Status413PayloadTooLarge => $"a body has at most {WebServer.LargestBody} bytes",
        StatusCodes.Status500InternalServerError => "a fault in mainstay itself; its log says which",
        _ => "the request cannot be read",
    };

    private static partial class Log
    {
        [LoggerMessage(EventName = "WebRequestFaulted", Level = LogLevel.Error, Message = "api: {Path} failed")]
        public static partial void Faulted(ILogger logger, PathString path, Exception fault);
    }
}
