using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Settings;

/// <summary>Reads one group.</summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="values">Reads single values.</param>
/// <param name="places">Knows who is called what and listens where.</param>
/// <param name="folder">Where relative paths begin.</param>
/// <param name="tls">Reads how its nodes are reached.</param>
/// <param name="endpoints">Reads its endpoints.</param>
internal sealed class GroupReader(FaultList faults, ValueReader values, Places places, string folder, TlsReader tls, EndpointsReader endpoints)
{
    private const string Path = "groups.*";
    private const int MostNodes = 9;

    public GroupSpec Read(SettingsNode.Scalar name, SettingsNode value)
    {
        places.Names(name, $"group {name.Text}");
        var group = MapReader.Of(value, Path, $"group {name.Text}", faults);
        var access = new AccessReader(faults, values, folder).Read(group);
        var nodes = ReadNodes(name.Text, group["nodes"], access);
        values.Word(group["durability"], $"{Path}.durability");
        var commands = new CommandListReader(faults, values).Read(group["deny"], group["allow"]);
        var defaults = new GroupSpec { Name = name.Text, Nodes = [] };
        return defaults with
        {
            Engine = values.Word(group["engine"], $"{Path}.engine") == "valkey" ? Engine.Valkey : Engine.Redis,
            Persistence = Enum.Parse<Persistence>(values.Word(group["persistence"], $"{Path}.persistence") ?? "rdb", ignoreCase: true),
            Settings = new DirectiveReader(faults).Read(group["settings"], nodes),
            Access = access,
            Detect = ReadFailover(group["failover"]) ?? defaults.Detect,
            Hold = new HoldReader(faults, values).Read(group["hold"], $"{Path}.hold"),
            Upstream = values.Word(group["upstream"], $"{Path}.upstream") == "dedicated" ? UpstreamUse.Dedicated : UpstreamUse.Shared,
            Reader = ReadReader(group["reader"], defaults.Reader),
            Deny = commands.Deny,
            Allow = commands.Allow,
            ProxyProtocol = new NetworkReader(faults, values).Read(group["proxy_protocol"], "proxy_protocol"),
            NodeTls = tls.ReadNodes(group["node_tls"], name.Text, nodes),
            Nodes = nodes,
            Endpoints = endpoints.Read(Path, $"group {name.Text}", name.Text, group["endpoints"]),
        };
    }

    private TimeSpan? ReadFailover(SettingsNode? node)
    {
        if (node is null) return null;
        var failover = MapReader.Of(node, $"{Path}.failover", "'failover'", faults);
        values.Word(failover["mode"], $"{Path}.failover.mode");
        return values.Duration(failover["detect"], "detect", TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(60));
    }

    private ReaderSpec ReadReader(SettingsNode? node, ReaderSpec defaults)
    {
        if (node is null) return defaults;
        var reader = MapReader.Of(node, $"{Path}.reader", "'reader'", faults);
        return new ReaderSpec
        {
            FallsBackToPrimary = values.Word(reader["fallback"], $"{Path}.reader.fallback") is not "none",
            LagBytes = values.Size(reader["lag_bytes"], "lag_bytes", 0, 16L << 30) ?? defaults.LagBytes,
            LagTime = values.Seconds(reader["lag_time"], "lag_time", TimeSpan.Zero, TimeSpan.FromHours(1), "the servers count in seconds: 5s, 10s, 1m") ?? defaults.LagTime,
        };
    }

    private ImmutableArray<NodeSpec> ReadNodes(string group, SettingsNode? node, NodeAccess? access)
    {
        if (node is null) return [];
        var nodes = MapReader.Names(node, $"'nodes' of group {group}", faults).Select(pair => ReadNode(group, pair.Name, pair.Value, access)).OfType<NodeSpec>().ToImmutableArray();
        if (nodes.Length > MostNodes) faults.Error(node, $"group {group} has {nodes.Length} nodes; at most {MostNodes} are supported", "three are enough for most");
        if (nodes.Length > 0 && nodes.All(one => one.Priority == 0)) faults.Error(node, $"no node of group {group} may lead: all have priority 0", "give one at least another priority");
        if (nodes.Any(one => one.Managed) && nodes.Any(one => !one.Managed))
            faults.Error(node, $"group {group} mixes nodes that we start with nodes that others start", "set managed for all of them alike");
        else if (nodes.Any(one => !one.Managed))
            faults.Warning(node, $"the nodes of group {group} are started by others: none is started again or replaced by us, and one that starts as a primary again is one until we see it", "`status` says what else cannot be promised of each");
        return nodes;
    }

    private NodeSpec? ReadNode(string group, SettingsNode.Scalar name, SettingsNode value, NodeAccess? access)
    {
        places.Names(name, $"node {name.Text}");
        var node = MapReader.Of(value, $"{Path}.nodes.*", $"node {name.Text}", faults);
        var managed = values.Flag(node["managed"], "managed") ?? true;
        var priority = values.Number(node["priority"], "priority", 0, 1000) ?? 100;
        places.Runs(node["host"] ?? value, values.Text(node["host"], "host"), managed);
        if (values.Address(node["address"], "address", ip: managed) is not { } address) return null;
        if (managed) places.Listens(node["address"]!, address, $"node {name.Text}");
        else places.Reached(node["address"]!, address, $"node {name.Text}");
        if (managed && access is null && !IsLoopback(address))
            faults.Error(node["address"]!, $"{name.Text} can be reached from other hosts, and group {group} has no password", "set password or password_file of the group, or use a loopback address");
        return new NodeSpec { Name = name.Text, Address = address, Managed = managed, Priority = priority };
    }

    private static bool IsLoopback(NodeAddress address) => System.Net.IPAddress.IsLoopback(System.Net.IPAddress.Parse(address.Host));
}
