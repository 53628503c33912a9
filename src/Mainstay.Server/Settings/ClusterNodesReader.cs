using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Settings;

/// <summary>Reads the nodes of a memcached cluster. Clients are told their hosts as they stand there.</summary>
internal sealed class ClusterNodesReader(FaultList faults, ValueReader values, Places places)
{
    private const string Path = "clusters.*.nodes";
    private const int MostNodes = 40;

    public ImmutableArray<NodeSpec> Read(string cluster, SettingsNode? node)
    {
        if (node is null) return [];
        var nodes = MapReader.Names(node, $"'nodes' of cluster {cluster}", faults).Select(pair => ReadNode(pair.Name, pair.Value)).OfType<NodeSpec>().ToImmutableArray();
        if (nodes.Length > MostNodes) faults.Error(node, $"cluster {cluster} has {nodes.Length} nodes; at most {MostNodes} are supported", "make two clusters of them, or give each more memory");
        if (nodes.Any(one => one.Managed) && nodes.Any(one => !one.Managed))
            faults.Error(node, $"cluster {cluster} mixes nodes that we start with nodes that others start", "set managed for all of them alike");
        else if (nodes.Any(one => !one.Managed))
            faults.Warning(node, $"the nodes of cluster {cluster} are started by others: none is started again or replaced by us", "one that is down is gone round until it answers again");
        return nodes;
    }

    private NodeSpec? ReadNode(SettingsNode.Scalar name, SettingsNode value)
    {
        places.Names(name, $"node {name.Text}");
        var node = MapReader.Of(value, $"{Path}.*", $"node {name.Text}", faults);
        var managed = values.Flag(node["managed"], "managed") ?? true;
        places.Runs(node["host"] ?? value, values.Text(node["host"], "host"), managed);
        if (values.Address(node["address"], "address", ip: managed) is not { } address || !CanBeTold(node["address"]!, address)) return null;
        if (managed) places.Listens(node["address"]!, address, $"node {name.Text}");
        else places.Reached(node["address"]!, address, $"node {name.Text}");
        if (managed && !IPAddress.IsLoopback(IPAddress.Parse(address.Host)))
            faults.Warning(node["address"]!, $"{name.Text} can be reached from other hosts, and memcached has no password here: whoever reaches {address} has all data", "use a loopback address and let clients come by the configuration endpoint, or close the port to all but clients");
        return new NodeSpec { Name = name.Text, Address = address, Managed = managed };
    }

    /// <summary>Whether clients can be told of it by Auto Discovery, whose hosts are made of few letters, and reach it then.</summary>
    private bool CanBeTold(SettingsNode place, NodeAddress address)
    {
        if (IPAddress.TryParse(address.Host, out var ip))
        {
            if (ip.AddressFamily != AddressFamily.InterNetwork) faults.Error(place, $"'address' is '{address}'; Auto Discovery has no IPv6 addresses", "write the node's IPv4 address");
            else if (ip.Equals(IPAddress.Any)) faults.Error(place, $"'address' is '{address}', where nobody can reach it: clients are told this address", "write the address by which clients reach the node");
            else return true;
            return false;
        }

        if (address.Host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) return true;
        faults.Error(place, $"'address' is '{address}'; clients are told the host by Auto Discovery, which takes letters, digits, - and . only", "use another name, or the IP address");
        return false;
    }
}
