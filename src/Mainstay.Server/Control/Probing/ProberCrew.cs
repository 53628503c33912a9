using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Server.Control.Remarks;

namespace Mainstay.Server.Control.Probing;

/// <summary>One prober for each present node of a group, and an inspector for each that others start.</summary>
internal sealed class ProberCrew(Func<NodeSpec, NodeProber> create, Func<NodeSpec, NodeInspector> inspect) : IAsyncDisposable
{
    private ImmutableDictionary<string, (NodeSpec Node, NodeProber Prober, NodeInspector? Inspector)> _probers = ImmutableDictionary<string, (NodeSpec, NodeProber, NodeInspector?)>.Empty;
    private bool _started;

    /// <summary>The prober of <paramref name="node"/>; null when it is no member.</summary>
    public NodeProber? Find(string node) => _probers.GetValueOrDefault(node).Prober;

    /// <summary>What <paramref name="node"/> says of its configuration; null for nodes that we start, and for no members.</summary>
    public NodeFacts? Facts(string node) => _probers.GetValueOrDefault(node).Inspector?.Facts;

    /// <summary>Begins to look.</summary>
    public void Start()
    {
        _started = true;
        foreach (var (_, prober, inspector) in _probers.Values) Start(prober, inspector);
    }

    /// <summary>Looks at these from now on. Returns when those of former members have ended. Not to be called twice at once.</summary>
    public Task Adopt(ImmutableArray<NodeSpec> members)
    {
        var former = _probers.Values.Where(known => !members.Contains(known.Node)).ToList();
        var next = _probers.RemoveRange(former.Select(known => known.Node.Name));
        foreach (var node in members.Where(node => !next.ContainsKey(node.Name)))
        {
            var prober = create(node);
            var inspector = node.Managed ? null : inspect(node);
            next = next.Add(node.Name, (node, prober, inspector));
            if (_started) Start(prober, inspector);
        }

        _probers = next;
        return Task.WhenAll(former.Select(known => EndAsync(known.Prober, known.Inspector)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, prober, inspector) in _probers.Values) await EndAsync(prober, inspector);
    }

    private static void Start(NodeProber prober, NodeInspector? inspector)
    {
        prober.Start();
        inspector?.Start();
    }

    private static async Task EndAsync(NodeProber prober, NodeInspector? inspector)
    {
        await prober.DisposeAsync();
        if (inspector is not null) await inspector.DisposeAsync();
    }
}
