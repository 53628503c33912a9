using System.Collections.Frozen;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Control.Orders;

/// <summary>The nodes of a group by name.</summary>
internal sealed class GroupNodes(GroupSpec spec)
{
    private readonly FrozenDictionary<string, NodeSpec> _nodes = spec.Nodes.ToFrozenDictionary(node => node.Name, StringComparer.Ordinal);

    /// <summary>The node called <paramref name="name"/>.</summary>
    /// <exception cref="InvalidOperationException">There is none: a defect of the machine.</exception>
    public NodeSpec this[string name] => _nodes.GetValueOrDefault(name) ?? throw new InvalidOperationException($"{name} is no node of this group");
}
