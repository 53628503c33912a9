using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Mainstay.Server.Web;

/// <summary>Reads the JSON of a request; an empty body is an empty object.</summary>
internal static class RequestBody
{
    public static async Task<(T? Body, string? Wrong)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> shape) where T : new()
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
