namespace Mainstay.TestKit.Running;

/// <summary>A group in <see cref="StatusView"/>.</summary>
public sealed record GroupView(string Name, string Engine, ulong Term, ulong Revision, string State, string? Primary, string Durability, IReadOnlyList<NodeView> Nodes,
    IReadOnlyList<EndpointView> Endpoints)
{
    /// <summary>One primary and all others online replicas, and serving.</summary>
    public bool IsWhole => State == "serving" && Primary is not null
        && Nodes.Count(node => node.Role == "primary") == 1 && Nodes.Single(node => node.Role == "primary").Name == Primary
        && Nodes.All(node => node.Role is "primary" or "replica" && node.Health == "online");

    public override string ToString() => $"{Name} term {Term} {State} primary {Primary ?? "none"}: {string.Join(", ", Nodes.Select(node => $"{node.Name} {node.Role} {node.Health}"))}";
}
