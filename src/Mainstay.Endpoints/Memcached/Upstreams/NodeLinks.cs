using Mainstay.Core.Topology;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Upstreams;

namespace Mainstay.Endpoints.Memcached.Upstreams;

/// <summary>The connections to a cluster's nodes on one loop, one each. Used on that loop only.</summary>
/// <param name="setting">How nodes are reached.</param>
/// <param name="suspects">Told of a node whose connection ended or could not be made.</param>
internal sealed class NodeLinks(UpstreamSetting setting, Action<string> suspects)
{
    private readonly Dictionary<string, NodeLink> _links = [];

    /// <summary>How many are open.</summary>
    public int Open => _links.Values.Count(link => link.IsOpen);

    /// <summary>The connection to a node as it is in the present view: it connects if it did not yet.</summary>
    public NodeLink For(ClusterNode node)
    {
        if (_links.TryGetValue(node.Name, out var link)) return IsTo(link, node) ? link : throw new InvalidOperationException($"{node.Name} is asked for as it is not");
        link = new NodeLink(setting, node, suspects);
        _links[node.Name] = link;
        link.Start();
        return link;
    }

    /// <summary>The connection to a node in the life that is given, should there be one.</summary>
    public NodeLink? Find(ClusterNode node) => _links.TryGetValue(node.Name, out var link) && IsTo(link, node) ? link : null;

    /// <summary>Ends those to nodes that do not serve any more, or in another life, and connects to the others ahead of the first command.</summary>
    public void Apply(ClusterView view)
    {
        // All of them go before the first is ended: who is told of that sends again at once, and must find none of a former life.
        var former = _links.Where(pair => view.Topology.Node(pair.Key) is not { Serves: true } node || !IsTo(pair.Value, node)).ToArray();
        foreach (var (name, _) in former) _links.Remove(name);
        foreach (var (_, link) in former) link.End();
        foreach (var node in view.Nodes.Where(node => node.Serves)) For(node);
    }

    /// <summary>Ends all.</summary>
    public void EndAll()
    {
        foreach (var link in _links.Values.ToArray()) link.End();
        _links.Clear();
    }

    private static bool IsTo(NodeLink link, ClusterNode node) => link.Life == node.Life && link.Address == node.Address;
}
