using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Upstreams;

namespace Mainstay.Endpoints.Memcached.Warming;

/// <summary>The keys that are being carried over on one loop: each once, however many ask for it. Used on that loop only.</summary>
/// <param name="links">The connections to nodes.</param>
/// <param name="table">Who changes what, on all loops.</param>
internal sealed class WarmFills(NodeLinks links, WarmTable table)
{
    /// <summary>Keys at once; what is missing beyond is missing.</summary>
    private const int Most = 1024;

    private readonly Dictionary<byte[], WarmFill> _fills = new(KeyComparer.Instance);

    /// <summary>Who changes what, on all loops.</summary>
    public WarmTable Table => table;

    /// <summary>
    /// Carries a key over that is missing on its node; <paramref name="over"/> is told whether it is there now. False when there is nobody to ask:
    /// it is missing.
    /// </summary>
    public bool TryBegin(ClusterView view, string nodeName, ReadOnlySpan<byte> key, bool isBinary, Action<bool> over)
    {
        var index = 0;
        while (index < view.Nodes.Length && view.Nodes[index].Name != nodeName) index++;
        if (index == view.Nodes.Length || !view.Nodes[index].Serves || view.FindFormer(key, index) is not { } former) return false;
        var copy = key.ToArray();
        if (_fills.TryGetValue(copy, out var fill))
        {
            fill.Waiting.Add(over);
            return true;
        }

        if (_fills.Count >= Most) return false;
        fill = new WarmFill(links, table, view.Nodes[index], copy, isBinary, OnOver);
        if (!fill.TryBegin(view.Nodes[former.Node], former.Outage)) return false;
        fill.Waiting.Add(over);
        _fills.Add(copy, fill);
        return true;
    }

    private void OnOver(WarmFill fill, bool found)
    {
        _fills.Remove(fill.Key.ToArray());
        foreach (var waiting in fill.Waiting) waiting(found);
    }
}
