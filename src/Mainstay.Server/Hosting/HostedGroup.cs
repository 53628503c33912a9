using Mainstay.Core.Configuration;
using Mainstay.Endpoints;
using Mainstay.Server.Control;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.Server.Web;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Hosting;

/// <summary>All that belongs to one group on this host: who runs its nodes, who leads to them and who decides. Built together, started and ended by the daemon.</summary>
internal sealed class HostedGroup
{
    public HostedGroup(GroupSpec spec, DataDirectory data, NodeCredentials credentials, IGroupStore store, TimeProvider time, ILoggerFactory loggers)
    {
        Spec = spec with { Nodes = [.. spec.Nodes.Select(node => node is { Managed: true, UnixSocket: null } ? node with { UnixSocket = NodeSockets.PathFor(data, node.Name) } : node)] };
        Supervisor = new NodeSupervisor(Spec.Nodes.Where(node => node.Managed), EngineBinary.Find(Spec.Engine), data, credentials, time, loggers);
        Endpoints = new GroupEndpoints(Spec, time, loggers);
        Controller = new GroupController(Spec, store, Supervisor, credentials, new EndpointGate(Endpoints), time, loggers);
        Web = new WebGroup(Spec, Controller, () => Endpoints.Status);
    }

    public GroupSpec Spec { get; }

    public NodeSupervisor Supervisor { get; }

    public GroupEndpoints Endpoints { get; }

    public GroupController Controller { get; }

    public WebGroup Web { get; }
}
