using System.Net;
using Microsoft.AspNetCore.Http;

namespace Mainstay.Server.Web;

/// <summary>
/// While there are no users and tokens, a write must come from this machine and on purpose: a page of some web site that a browser here
/// shows can send neither this content type nor our own origin, and a name that was made to resolve to loopback is not a loopback Host.
/// </summary>
internal static class WriteGuard
{
    /// <summary>What is wrong with a write, or null when it may go on.</summary>
    public static ProblemView? Refusal(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            return new ProblemView("foreign host", StatusCodes.Status403Forbidden, $"writes are taken for a loopback host only, not for '{request.Host}'");
        if (request.Headers.Origin.Count > 0 && request.Headers.Origin.ToString() != $"{request.Scheme}://{request.Host}")
            return new ProblemView("foreign origin", StatusCodes.Status403Forbidden, $"writes from the origin '{request.Headers.Origin}' are not taken");
        if (!IsJson(request.ContentType))
            return new ProblemView("wrong content type", StatusCodes.Status415UnsupportedMediaType, "a write needs Content-Type: application/json");
        return null;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsJson(string? contentType) =>
        contentType?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) == true;
}
