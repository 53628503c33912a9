using System.Collections.Frozen;
using System.Collections.Immutable;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Control.Orders;

/// <summary>The present nodes of a group by name.</summary>
internal sealed class GroupNodes(IEnumerable<NodeSpec> nodes)
{
    private volatile FrozenDictionary<string, NodeSpec> _nodes = Named(nodes);

    /// <summary>The node called <paramref name="name"/>.</summary>
    /// <exception cref="InvalidOperationException">There is none: it was taken out meanwhile, or a defect of the machine.</exception>
    public NodeSpec this[string name] => _nodes.GetValueOrDefault(name) ?? throw new InvalidOperationException($"{name} is no node of this group");

    /// <summary>The present ones.</summary>
    public ImmutableArray<NodeSpec> All => _nodes.Values;

    /// <summary>These from now on.</summary>
    public void Adopt(IEnumerable<NodeSpec> members) => _nodes = Named(members);

    private static FrozenDictionary<string, NodeSpec> Named(IEnumerable<NodeSpec> nodes) => nodes.ToFrozenDictionary(node => node.Name, StringComparer.Ordinal);
}
