using System.Text.Json.Serialization;

namespace Mainstay.Server.Web;

/// <summary>The body of <c>POST /v1/groups/{g}/failover</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FailoverBody
{
    /// <summary>Lead with the best copy that answers, whatever is missing.</summary>
    public bool AcceptDataLoss { get; init; }
}
