using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Server.Clusters;
using Mainstay.Server.Hosting.Handover;
using Mainstay.Server.Store;
using Mainstay.Server.Web;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Hosting;

/// <summary>All that belongs to one memcached cluster on this host: who runs its nodes, who leads to them and who decides. Built together, started and ended by the daemon.</summary>
internal sealed class HostedCluster
{
    private readonly Predecessor? _predecessor;

    /// <param name="spec">The cluster as configured.</param>
    /// <param name="data">Where its version and the identities of its processes are kept.</param>
    /// <param name="plane">Where its clients are served.</param>
    /// <param name="predecessor">Who served them before and may still do so; null for nobody.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="loggers">Makes the loggers.</param>
    /// <exception cref="Nodes.EngineMissingException">memcached is not installed, and is needed.</exception>
    public HostedCluster(ClusterSpec spec, DataDirectory data, DataPlane plane, Predecessor? predecessor, TimeProvider time, ILoggerFactory loggers)
    {
        (Spec, _predecessor) = (spec, predecessor);

        // Nodes that others start need nothing installed here.
        NodeSpec[] managed = [.. spec.Nodes.Where(node => node.Managed)];
        if (managed.Length > 0) MemcachedBinary.Find();
        Supervisor = managed.Length > 0 ? new MemcachedSupervisor(managed, spec, data, time, loggers) : null;
        Endpoints = plane.Cluster(spec);
        Controller = new ClusterController(spec, Supervisor, data, PublishAsync, time, loggers);
        Endpoints.Suspects = Controller.Suspect;
        Web = new WebCluster(spec, Controller, () => Endpoints.Status);
    }

    /// <summary>The cluster as configured.</summary>
    public ClusterSpec Spec { get; }

    /// <summary>Null where others start its nodes.</summary>
    public MemcachedSupervisor? Supervisor { get; }

    public ClusterEndpoints Endpoints { get; }

    public ClusterController Controller { get; }

    public WebCluster Web { get; }

    /// <summary>What of another configuration of this cluster is in force now; the rest waits for a new start.</summary>
    public Task ReloadAsync(ClusterSpec next)
    {
        var taken = Spec with { Failover = next.Failover, Discovery = next.Discovery, Hold = next.Hold, Limits = next.Limits, WarmTime = next.WarmTime };
        Endpoints.Configure(taken);
        return Controller.ConfigureAsync(taken);
    }

    /// <summary>Nobody decides any more; endpoints go on with the last topology.</summary>
    public async Task EndDecidingAsync()
    {
        Endpoints.Suspects = static _ => { };
        await Controller.DisposeAsync();
    }

    /// <summary>Completes once nobody sends by an older topology, neither here nor at a predecessor.</summary>
    private async Task PublishAsync(ClusterTopology topology)
    {
        var there = _predecessor?.PublishAsync(topology, CancellationToken.None) ?? Task.CompletedTask;
        await Endpoints.PublishAsync(topology);
        await there;
    }
}
