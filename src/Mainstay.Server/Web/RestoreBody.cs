using System.Text.Json.Serialization;

namespace Mainstay.Server.Web;

/// <summary>The body of <c>POST /v1/groups/{g}/restore</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RestoreBody
{
    /// <summary>The RDB file: the name of a backup of the group, or a full path on the daemon's host.</summary>
    public string? File { get; init; }

    /// <summary>The node that is filled and leads then; null for the fittest.</summary>
    public string? To { get; init; }

    /// <summary>Only tell what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>Keep nothing of the present data. Default false: they become a backup first.</summary>
    public bool DiscardPresent { get; init; }
}
