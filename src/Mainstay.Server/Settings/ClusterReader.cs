using Mainstay.Core.Configuration;

namespace Mainstay.Server.Settings;

/// <summary>Reads one memcached cluster.</summary>
/// <param name="faults">Takes what is wrong.</param>
/// <param name="values">Reads single values.</param>
/// <param name="places">Knows who is called what and listens where.</param>
/// <param name="endpoints">Reads its endpoints.</param>
internal sealed class ClusterReader(FaultList faults, ValueReader values, Places places, EndpointsReader endpoints)
{
    private const string Path = "clusters.*";

    // Half a page. memcached starts with other sizes of items only if its pieces are made smaller too, and 1.6.18 then crashes.
    private const long Chunk = 512L << 10;

    // Where it is asked for without a time.
    private static readonly TimeSpan WarmTime = TimeSpan.FromMinutes(10);

    private static readonly string[] OfManagedNodes = ["memory", "connections", "threads", "replace_after"];

    public ClusterSpec Read(SettingsNode.Scalar name, SettingsNode value)
    {
        places.Names(name, $"cluster {name.Text}");
        var cluster = MapReader.Of(value, Path, $"cluster {name.Text}", faults);
        var nodes = new ClusterNodesReader(faults, values, places).Read(name.Text, cluster["nodes"]);
        var defaults = new ClusterSpec { Name = name.Text, Nodes = nodes };
        var spec = defaults with
        {
            Endpoints = endpoints.Read(Path, $"cluster {name.Text}", name.Text, cluster["endpoints"]),
            Failover = Enum.Parse<DeadNodeRule>(values.Word(cluster["failover"], $"{Path}.failover") ?? "next", ignoreCase: true),
            Discovery = values.Word(cluster["discovery"], $"{Path}.discovery") == "healthy-only" ? DiscoveryRule.HealthyOnly : DiscoveryRule.All,
            FlushesRejoining = values.Word(cluster["rejoin"], $"{Path}.rejoin") != "keep",
            WarmTime = ReadWarmTime(cluster),
            Detect = values.Duration(cluster["detect"], "detect", TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(60)) ?? defaults.Detect,
            ReplaceAfter = values.Duration(cluster["replace_after"], "replace_after", TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1)) ?? defaults.ReplaceAfter,
            Memory = values.Size(cluster["memory"], "memory", 8L << 20, 16L << 40) ?? defaults.Memory,
            ItemSize = values.Size(cluster["item_size"], "item_size", 1L << 10, 128L << 20) ?? defaults.ItemSize,
            NodeConnections = values.Number(cluster["connections"], "connections", 512, 1_000_000) ?? defaults.NodeConnections,
            NodeThreads = values.Number(cluster["threads"], "threads", 1, 64) ?? defaults.NodeThreads,
            Hold = new HoldReader(faults, values).Read(cluster["hold"], $"{Path}.hold"),
            ProxyProtocol = new NetworkReader(faults, values).Read(cluster["proxy_protocol"], "proxy_protocol"),
        };
        if (nodes.Length > 0 && nodes.All(node => !node.Managed)) CheckUnmanaged(cluster);
        else CheckMemory(cluster, spec);
        return spec;
    }

    private TimeSpan ReadWarmTime(MapReader cluster)
    {
        var (warm, time) = (values.Flag(cluster["warm"], "warm"), values.Duration(cluster["warm_time"], "warm_time", TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)));
        if (warm == false && time is not null) faults.Warning(cluster["warm_time"]!, "'warm_time' is given, and 'warm' is false: nodes are not warmed", "remove one of them");
        return warm == false ? TimeSpan.Zero : time ?? (warm == true ? WarmTime : TimeSpan.Zero);
    }

    private void CheckMemory(MapReader cluster, ClusterSpec spec)
    {
        if (cluster["memory"] is { } memory && spec.Memory % (1L << 20) != 0)
            faults.Error(memory, $"'memory' is {((SettingsNode.Scalar)memory).Shown}; whole MiB are expected", $"memcached counts in them: write {spec.Memory >> 20}MiB");
        if (spec.ItemSize > spec.Memory / 2)
            faults.Error(cluster["item_size"] ?? cluster["memory"]!, $"items of up to {ValueReader.Show(spec.ItemSize)} need 'memory' of twice that, and it is {ValueReader.Show(spec.Memory)}", "memcached keeps no item larger than half of its memory: raise memory, or lower item_size");
        else if (cluster["item_size"] is { } item && spec.ItemSize % Chunk != 0)
            faults.Error(item, $"'item_size' is {((SettingsNode.Scalar)item).Shown}; multiples of 512KiB are expected", $"memcached keeps large items in pieces of that: write {ValueReader.Show((spec.ItemSize / Chunk + 1) * Chunk)}");
    }

    private void CheckUnmanaged(MapReader cluster)
    {
        foreach (var key in OfManagedNodes)
            if (cluster[key] is { } place) faults.Error(place, $"'{key}' is for nodes that we start; these are started by others", "set it where those are configured");
    }
}
