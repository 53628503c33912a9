namespace Mainstay.TestKit.Running;

/// <summary>A node in <see cref="ClusterView"/>.</summary>
public sealed record ClusterNodeView(string Name, string Address, string Health);
