using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Mainstay.Server.Web;

/// <summary>Writes bodies: JSON, and problem+json for errors.</summary>
internal static class Answer
{
    public static Task Json<T>(HttpContext context, T body, JsonTypeInfo<T> shape, int status = StatusCodes.Status200OK, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = type;
        return JsonSerializer.SerializeAsync(context.Response.Body, body, shape, context.RequestAborted);
    }

    public static Task Problem(HttpContext context, int status, string title, string detail) => Problem(context, new ProblemView(title, status, detail));

    public static Task Problem(HttpContext context, ProblemView problem) =>
        Json(context, problem, WebJson.Default.ProblemView, problem.Status, "application/problem+json");
}
