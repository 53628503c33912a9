using System.Text.Json.Serialization;

namespace Mainstay.Server.Web;

/// <summary>The body of <c>POST /v1/groups/{g}/nodes</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NodeBody
{
    /// <summary>The node's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its address, <c>host:port</c>; null for what the configuration says, or the next free port.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the daemon starts it; null for what the configuration says, else true.</summary>
    public bool? Managed { get; init; }

    /// <summary>0 to 1000; null for what the configuration says, else 100.</summary>
    public int? Priority { get; init; }

    /// <summary>An unmanaged node's data may be overwritten.</summary>
    public bool DiscardData { get; init; }
}
