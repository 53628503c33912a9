using System.Collections.Concurrent;
using System.Net;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Control;

/// <summary>
/// Servers name each other by IP address; a configuration may name them by host name. What a report says of others is put into the words of the
/// configuration, by the addresses at which their names were reached last.
/// </summary>
internal sealed class PeerNames
{
    private readonly ConcurrentDictionary<NodeAddress, NodeAddress> _configured = new();

    /// <summary>A node that is configured as <paramref name="address"/> was reached at <paramref name="remote"/>.</summary>
    public void Learn(NodeAddress address, EndPoint? remote)
    {
        if (remote is IPEndPoint ip && !IPAddress.TryParse(address.Host, out _)) _configured[new NodeAddress(ip.Address.ToString(), ip.Port)] = address;
    }

    /// <summary>The report in the configuration's words.</summary>
    public NodeReport Translate(NodeReport report)
    {
        if (_configured.IsEmpty) return report;
        var follows = report is { FollowsHost: { } host, FollowsPort: { } port } ? Of(new NodeAddress(host, port)) : null;
        return report with
        {
            FollowsHost = follows?.Host ?? report.FollowsHost,
            Replicas = [.. report.Replicas.Select(link => link with { Address = Of(link.Address) ?? link.Address })],
        };
    }

    private NodeAddress? Of(NodeAddress address) => _configured.GetValueOrDefault(address);
}
