using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Answers;

/// <summary>What clients that speak Auto Discovery are told of the nodes.</summary>
internal static class DiscoveryAnswer
{
    /// <summary>What clients ask for that know servers older than 1.4.14.</summary>
    public static ReadOnlySpan<byte> Key => "AmazonElastiCache:cluster"u8;

    /// <summary>The version and the nodes, as all forms of the answer carry them.</summary>
    public static byte[] Payload(ClusterView view, DiscoveryRule rule)
    {
        var listed = rule == DiscoveryRule.HealthyOnly && view.AnyServes ? view.Nodes.Where(node => node.Serves) : view.Nodes;

        // A node whose address is not known can't be told: clients take a list with a gap for broken, or connect to nowhere.
        var told = from node in listed let ip = IpOf(node) where ip is not null select new DiscoveredNode(node.Address.Host, ip, node.Address.Port);
        return DiscoveryPayload.Write(view.Topology.Version, [.. told]);
    }

    private static string? IpOf(ClusterNode node) =>
        node.Ip ?? (IPAddress.TryParse(node.Address.Host, out var ip) && ip.AddressFamily == AddressFamily.InterNetwork ? node.Address.Host : null);
}
