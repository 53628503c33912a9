using System.Collections.Immutable;
using System.Net;
using Mainstay.Core.Configuration;

namespace Mainstay.Server.Dns;

/// <summary>The names of one memcached cluster, out of its configuration: they stay whatever its nodes do. Pure.</summary>
/// <param name="Spec">The cluster; its endpoints listen.</param>
internal sealed record ClusterNames(ClusterSpec Spec) : OwnerNames
{
    /// <inheritdoc/>
    public override IEnumerable<(string Name, ImmutableArray<IPAddress> Addresses)> All(HostAddresses host)
    {
        if (!Spec.Endpoints.IsEmpty) yield return ($"configuration.{Spec.Name}", Sorted(Spec.Endpoints.SelectMany(endpoint => host.Of(endpoint.Address.Host))));
        foreach (var node in Spec.Nodes.Where(node => !Reserved.Contains(node.Name))) yield return ($"{node.Name}.{Spec.Name}", Sorted(host.Of(node.Address.Host)));
    }
}
