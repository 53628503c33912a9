using System.Collections.Immutable;
using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Dns;

/// <summary>The names of one group, out of its configuration and its topology. Pure.</summary>
/// <param name="Spec">The group; its endpoints listen.</param>
/// <param name="Mode">What names of endpoints lead to.</param>
/// <param name="Topology">What was published last; null before the first.</param>
internal sealed record GroupNames(GroupSpec Spec, DnsMode Mode, GroupTopology? Topology) : OwnerNames
{
    /// <inheritdoc/>
    public override IEnumerable<(string Name, ImmutableArray<IPAddress> Addresses)> All(HostAddresses host)
    {
        foreach (var endpoint in Mode == DnsMode.Direct ? Direct(host) : Endpoints(host)) yield return endpoint;
        foreach (var (name, address) in Topology is null ? Spec.Nodes.Select(node => (node.Name, node.Address)) : Topology.Nodes.Select(node => (node.Name, node.Address)))
            if (!Reserved.Contains(name)) yield return ($"{name}.{Spec.Name}", Sorted(host.Of(address.Host)));
    }

    private IEnumerable<(string, ImmutableArray<IPAddress>)> Endpoints(HostAddresses host)
    {
        // A name has no port: it leads to where an endpoint listens, with TLS or without.
        foreach (var kind in Spec.Endpoints.Where(endpoint => endpoint.Kind is EndpointKind.Primary or EndpointKind.Reader).GroupBy(endpoint => endpoint.Kind))
            yield return ($"{(kind.Key == EndpointKind.Primary ? "primary" : "reader")}.{Spec.Name}", Sorted(kind.SelectMany(endpoint => host.Of(endpoint.Address.Host))));
    }

    private IEnumerable<(string, ImmutableArray<IPAddress>)> Direct(HostAddresses host)
    {
        var replicas = Topology?.Nodes.Where(node => node.Role == NodeRole.Replica && node.Health == NodeHealth.Online) ?? [];
        yield return ($"primary.{Spec.Name}", Topology?.PrimaryNode is { } primary ? Sorted(host.Of(primary.Address.Host)) : []);
        yield return ($"reader.{Spec.Name}", Sorted(replicas.SelectMany(node => host.Of(node.Address.Host))));
    }
}
