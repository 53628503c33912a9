using System.Globalization;
using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Control;

/// <summary>
/// Looks at a node before it is taken into a group: whether it can be reached or started where it is said to be, and whether anything would be
/// lost by filling it.
/// </summary>
/// <param name="group">The group as configured: a node that its configuration names needs no address.</param>
/// <param name="locate">Completes a managed node with what this host adds: its unix socket.</param>
/// <param name="time">Whose clock: certificates expire.</param>
public sealed class Newcomers(GroupSpec group, Func<NodeSpec, NodeSpec> locate, TimeProvider time)
{
    private const int LastPort = 65535;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Only servers of others are asked here.
    private static readonly NodeLogin Nobody = new("", "");

    private readonly NodeDialer _dialer = new(new NodeLogins(Nobody, Nobody, group.Access).Control, NodeTls.Of(group.NodeTls, time));

    /// <summary>The node as it is to be taken in, or why it cannot be, for people.</summary>
    public async Task<(NodeSpec? Node, string? Refusal)> PrepareAsync(Newcomer asked, GroupTopology present, CancellationToken cancellationToken)
    {
        if (!NodeName.IsValid(asked.Name)) return (null, $"'{asked.Name}' is no name for a node: {NodeName.Rule}");
        var (node, refusal) = Describe(asked, present);
        if (node is null) return (null, refusal);
        refusal = node.Managed ? WhyNotStarted(node) : await WhyNotFilledAsync(node, asked.DiscardData, present, cancellationToken);
        return refusal is null ? (node, null) : (null, refusal);
    }

    private (NodeSpec? Node, string? Refusal) Describe(Newcomer asked, GroupTopology present)
    {
        if (group.Nodes.FirstOrDefault(known => known.Name == asked.Name) is { } known)
        {
            if (asked.Address is { } other && other != known.Address) return (null, $"the configuration has {asked.Name} at {known.Address}, not at {other}; leave the address out, or change the configuration first");
            return (known with { Managed = asked.Managed ?? known.Managed, Priority = asked.Priority ?? known.Priority }, null);
        }

        var managed = asked.Managed ?? true;
        if (asked.Address is null && !managed) return (null, $"where is {asked.Name}? A node that others start is named with its address");
        if ((asked.Address ?? NextAddress(present)) is not { } address) return (null, $"no free port was found for {asked.Name}; give its address");
        var node = new NodeSpec { Name = asked.Name, Address = address, Managed = managed, Priority = asked.Priority ?? 100 };
        return (managed ? locate(node) : node, null);
    }

    /// <summary>Behind the last node of the group, on the same host.</summary>
    private static NodeAddress? NextAddress(GroupTopology present)
    {
        var last = present.Nodes.MaxBy(node => node.Address.Port)?.Address;
        if (last is null) return null;
        for (var port = last.Port + 1; port <= Math.Min(LastPort, last.Port + 100); port++)
            if (PortOwner.Find(port, last.Host) is null) return last with { Port = port };
        return null;
    }

    private string? WhyNotStarted(NodeSpec node)
    {
        if (PortOwner.Find(node.Address.Port, node.Address.Host) is { } owner) return $"{node.Address} is in use by {owner.Describe()}; give {node.Name} another address, or end that process";
        var loopback = node.Address.Host == "localhost" || (IPAddress.TryParse(node.Address.Host, out var ip) && IPAddress.IsLoopback(ip));
        return loopback || group.Access is not null ? null : $"{node.Address} can be reached from other hosts, and {group.Name} has no password: set one, or use a loopback address";
    }

    private async Task<string?> WhyNotFilledAsync(NodeSpec node, bool discardData, GroupTopology present, CancellationToken cancellationToken)
    {
        NodeReport report;
        try
        {
            var (connection, replies) = await _dialer.OpenAsync(node, NodeQuestions.Report, Patience, cancellationToken);
            connection.Dispose();
            report = NodeQuestions.ReadReport(replies);
        }
        catch (NodeException silent)
        {
            return $"{node.Name} cannot be used: {silent.Message}";
        }

        if (present.Nodes.FirstOrDefault(other => other.RunId == report.RunId) is { } same) return $"the server at {node.Address} is {same.Name} already";
        var filled = present.Nodes.Any(member => report.Follows(member.Address));
        return !report.HasKeys || filled || discardData ? null
            : string.Create(CultureInfo.InvariantCulture, $"{node.Name} at {node.Address} holds data, which joining {group.Name} would overwrite; empty it first, or say --discard-data");
    }
}
