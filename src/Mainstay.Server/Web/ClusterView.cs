using System.Collections.Immutable;

namespace Mainstay.Server.Web;

/// <summary>One memcached cluster in <c>/v1/status</c>, and the data of a <c>topology</c> event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">What Auto Discovery tells; null while nothing was published yet.</param>
/// <param name="Nodes">All nodes, in the order of the configuration.</param>
/// <param name="Endpoints">Its stable addresses.</param>
public sealed record ClusterView(string Name, long? Version, ImmutableArray<ClusterNodeView> Nodes, ImmutableArray<EndpointView> Endpoints)
{
    /// <summary>Whether it serves and every node does.</summary>
    public bool IsWhole() => Version is not null && Nodes.All(node => node.Health == "online");
}
