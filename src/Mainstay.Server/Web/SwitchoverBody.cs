using System.Text.Json.Serialization;

namespace Mainstay.Server.Web;

/// <summary>The body of <c>POST /v1/groups/{g}/switchover</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SwitchoverBody
{
    /// <summary>The node to lead; null for the fittest.</summary>
    public string? To { get; init; }

    /// <summary>Only tell what would happen.</summary>
    public bool DryRun { get; init; }
}
