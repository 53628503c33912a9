namespace Mainstay.TestKit.Running;

/// <summary>A memcached cluster in <see cref="StatusView"/>.</summary>
public sealed record ClusterView(string Name, long? Version, IReadOnlyList<ClusterNodeView> Nodes, IReadOnlyList<EndpointView> Endpoints)
{
    /// <summary>All nodes serve.</summary>
    public bool IsWhole => Version is not null && Nodes.All(node => node.Health == "online");

    public override string ToString() => $"{Name} version {Version}: {string.Join(", ", Nodes.Select(node => $"{node.Name} {node.Health}"))}";
}
