using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Server.Clusters;
using Mainstay.Server.Web.Metrics;

namespace Mainstay.Server.Web;

/// <summary>What the API shows of one memcached cluster.</summary>
/// <param name="Spec">The cluster as configured.</param>
/// <param name="Controller">Who knows and decides.</param>
/// <param name="Endpoints">The state of its endpoints just now.</param>
public sealed record WebCluster(ClusterSpec Spec, IClusterController Controller, Func<ImmutableArray<EndpointStatus>> Endpoints)
{
    /// <summary>The cluster as <c>/v1/status</c> has it.</summary>
    public ClusterView View()
    {
        var (topology, nodes) = (Controller.Topology, Controller.Nodes);
        return new ClusterView(
            Spec.Name, topology?.Version, [.. Spec.Nodes.Select(node => new ClusterNodeView(node.Name, node.Address.ToString(), Word.Of(Health(topology, nodes, node.Name))))],
            [.. Endpoints().Select(endpoint => EndpointView.Of(endpoint, HasTls(endpoint)))]);
    }

    /// <summary>The cluster with what else is known of it.</summary>
    public ClusterDetailView Detail()
    {
        var known = Controller.Nodes;
        var details = Spec.Nodes.Select(node => ClusterNodeDetailView.Of(node.Name, known.FirstOrDefault(one => one.Name == node.Name)));
        return new ClusterDetailView(View(), [.. details], [.. Endpoints().Select(endpoint => new EndpointCountsView(Word.Of(endpoint.Kind), endpoint.Address.ToString(), endpoint.Figures))]);
    }

    /// <summary>Whether it serves whole: every node serves its keys.</summary>
    public bool IsReady() => IsReady(Controller.Topology);

    /// <summary>All that metrics are made of, at this moment.</summary>
    internal ClusterReading Read()
    {
        var topology = Controller.Topology;
        var endpoints = Endpoints().Select(endpoint => new EndpointReading(Word.Of(endpoint.Kind) + (HasTls(endpoint) ? "_tls" : ""), endpoint));
        return new ClusterReading(Spec.Name, IsReady(topology), topology, Controller.Nodes, [.. endpoints]);
    }

    private bool IsReady(ClusterTopology? topology) => topology is not null && Spec.Nodes.All(node => topology.Node(node.Name) is { Serves: true });

    // What endpoints go by, where there is something; before that, what was seen.
    private static NodeHealth Health(ClusterTopology? topology, ImmutableArray<ClusterNodeStatus> nodes, string name) =>
        topology?.Node(name)?.Health ?? nodes.FirstOrDefault(node => node.Name == name)?.Health ?? NodeHealth.Silent;

    private bool HasTls(EndpointStatus endpoint) => Spec.Endpoints.Any(spec => spec.Tls && spec.Address == endpoint.Address);
}
