using System.Collections.Immutable;
using Mainstay.Server.Web;

namespace Mainstay.Cli;

/// <summary>What is known beyond a status.</summary>
/// <param name="Groups">Of groups.</param>
/// <param name="Clusters">Of memcached clusters.</param>
internal sealed record StatusDetails(ImmutableArray<GroupDetailView> Groups, ImmutableArray<ClusterDetailView> Clusters)
{
    /// <summary>Nothing.</summary>
    public static StatusDetails None { get; } = new([], []);
}
