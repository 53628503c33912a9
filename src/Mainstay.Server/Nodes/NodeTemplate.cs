using System.Collections.Immutable;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Nodes;

/// <summary>What the configuration files of a group's managed nodes have in common.</summary>
/// <param name="Persistence">How they keep their data.</param>
/// <param name="Settings">Directives as configured.</param>
/// <param name="Access">The account that applications use; null lets everybody in.</param>
public sealed record NodeTemplate(Persistence Persistence, ImmutableArray<ServerSetting> Settings, NodeAccess? Access)
{
    /// <summary>Snapshots, nothing else set, no password.</summary>
    public static NodeTemplate Plain { get; } = new(Persistence.Rdb, [], null);

    /// <summary>Of a group.</summary>
    public static NodeTemplate Of(GroupSpec group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new NodeTemplate(group.Persistence, group.Settings, group.Access);
    }
}
