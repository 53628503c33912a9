using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Memcached.Routing;

/// <summary>Where the keys of one cluster go now. Read on loops, written by whoever publishes, one at a time.</summary>
internal sealed class ClusterRoute(ClusterSpec spec)
{
    private readonly Lock _gate = new();
    private volatile ClusterView? _view;
    private volatile ClusterSpec _spec = spec;

    /// <summary>The cluster as it is; null before anything was published.</summary>
    public ClusterView? View => _view;

    /// <summary>The cluster as configured.</summary>
    public ClusterSpec Spec => _spec;

    /// <summary>Takes a snapshot, unless it is older than the one that is there.</summary>
    public bool TryPublish(ClusterTopology topology)
    {
        lock (_gate)
        {
            if (_view is { } view && topology.Revision <= view.Topology.Revision) return false;
            _view = new ClusterView(topology, _spec.Failover, _view);
            return true;
        }
    }

    /// <summary>Takes other rules.</summary>
    public void Configure(ClusterSpec next)
    {
        lock (_gate)
        {
            _spec = next;
            if (_view is { } view) _view = new ClusterView(view.Topology, next.Failover, view);
        }
    }
}
