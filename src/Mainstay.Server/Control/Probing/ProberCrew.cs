using System.Collections.Immutable;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Control.Probing;

/// <summary>One prober for each present node of a group.</summary>
internal sealed class ProberCrew(Func<NodeSpec, NodeProber> create) : IAsyncDisposable
{
    private ImmutableDictionary<string, (NodeSpec Node, NodeProber Prober)> _probers = ImmutableDictionary<string, (NodeSpec, NodeProber)>.Empty;
    private bool _started;

    /// <summary>The prober of <paramref name="node"/>; null when it is no member.</summary>
    public NodeProber? Find(string node) => _probers.GetValueOrDefault(node).Prober;

    /// <summary>Begins to look.</summary>
    public void Start()
    {
        _started = true;
        foreach (var (_, prober) in _probers.Values) prober.Start();
    }

    /// <summary>Looks at these from now on. Returns when those of former members have ended. Not to be called twice at once.</summary>
    public Task Adopt(ImmutableArray<NodeSpec> members)
    {
        var former = _probers.Values.Where(known => !members.Contains(known.Node)).ToList();
        var next = _probers.RemoveRange(former.Select(known => known.Node.Name));
        foreach (var node in members.Where(node => !next.ContainsKey(node.Name)))
        {
            var prober = create(node);
            next = next.Add(node.Name, (node, prober));
            if (_started) prober.Start();
        }

        _probers = next;
        return Task.WhenAll(former.Select(known => known.Prober.DisposeAsync().AsTask()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, prober) in _probers.Values) await prober.DisposeAsync();
    }
}
