using System.Globalization;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Sessions;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Answers;

/// <summary>What the endpoint answers itself of what it knows of the cluster.</summary>
internal static class ClusterAnswer
{
    /// <summary>The answer; null while it is not known.</summary>
    public static byte[]? Of(PendingRequest request, ClusterView view, ClusterSpec spec)
    {
        if (request.Verb == MemcachedVerb.Version) return Version(view);
        if (request.Verb == MemcachedVerb.Stats) return Stats(view);
        var payload = DiscoveryAnswer.Payload(view, spec.Discovery);
        return request switch
        {
            { BinaryOpaque: { } opaque } => BinaryRequest.ConfigReply(opaque, payload),
            { Verb: MemcachedVerb.Config } => DiscoveryPayload.ConfigReply(payload),
            _ => DiscoveryPayload.ValueReply(payload, DiscoveryAnswer.Key, request.Verb == MemcachedVerb.Gets ? view.Topology.Version : null),
        };
    }

    /// <summary>The oldest of the nodes' versions: what a client may count on.</summary>
    private static byte[]? Version(ClusterView view)
    {
        var oldest = view.Nodes.Where(node => node.Version is not null).MinBy(node => System.Version.TryParse(node.Version, out var version) ? version : new Version(0, 0))?.Version;
        return oldest is null ? null : Encoding.ASCII.GetBytes($"VERSION {oldest}\r\n");
    }

    private static byte[] Stats(ClusterView view)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"STAT cluster {view.Topology.Cluster}\r\nSTAT version {view.Topology.Version}\r\nSTAT nodes {view.Nodes.Length}\r\n");
        foreach (var node in view.Nodes) text.Append(CultureInfo.InvariantCulture, $"STAT {node.Name}:address {node.Address}\r\nSTAT {node.Name}:health {node.Health.ToString().ToLowerInvariant()}\r\n");
        return Encoding.ASCII.GetBytes(text.Append("END\r\n").ToString());
    }
}
