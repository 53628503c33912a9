using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Settings;

namespace Mainstay.Server.Tests.Settings;

/// <summary>The key <c>clusters</c>: what it means, and every way in which it can be wrong.</summary>
public sealed class ClusterSettingsTests
{
    private const string Good = """
        version: 1
        data: data
        clusters:
          pages:
            failover: miss
            discovery: healthy-only
            rejoin: keep
            warm: true
            warm_time: 5m
            detect: 2s
            replace_after: 4s
            memory: 16MiB
            item_size: 2MiB
            connections: 2048
            threads: 2
            hold: { time: 3s, commands: 10, bytes: 1MiB }
            proxy_protocol: [10.0.0.0/8]
            nodes:
              pages-001: { host: a, address: "127.0.0.1:11211", managed: true }
              pages-002: { host: a, address: "127.0.0.1:11212" }
            endpoints: { configuration: "0.0.0.0:11200" }

        """;

    [Fact]
    public void Every_key_means_what_it_says()
    {
        var reading = SettingsText.Read(Good);
        Assert.Equal("", SettingsText.Faults(reading));
        Assert.Empty(reading.Spec!.Groups);
        var cluster = Assert.Single(reading.Spec.Clusters);
        Assert.Equal(("pages", DeadNodeRule.Miss, DiscoveryRule.HealthyOnly, false), (cluster.Name, cluster.Failover, cluster.Discovery, cluster.FlushesRejoining));
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)), (cluster.WarmTime, cluster.Detect, cluster.ReplaceAfter));
        Assert.Equal((16L << 20, 2L << 20, 2048, 2), (cluster.Memory, cluster.ItemSize, cluster.NodeConnections, cluster.NodeThreads));
        Assert.Equal(new HoldSpec { Time = TimeSpan.FromSeconds(3), Commands = 10, Bytes = 1L << 20 }, cluster.Hold);
        Assert.Equal("10.0.0.0/8", Assert.Single(cluster.ProxyProtocol).ToString());
        Assert.Equal([Node("pages-001", 11211), Node("pages-002", 11212)], cluster.Nodes);
        Assert.Equal([new EndpointSpec(EndpointKind.Configuration, new NodeAddress("0.0.0.0", 11200))], cluster.Endpoints);
    }

    [Fact]
    public void What_is_left_out_has_the_defaults_of_the_table()
    {
        var cluster = Least("").Spec!.Clusters[0];
        var defaults = new ClusterSpec { Name = "c", Nodes = [] };
        Assert.Equal(defaults with { Nodes = cluster.Nodes, Endpoints = cluster.Endpoints, ProxyProtocol = cluster.ProxyProtocol }, cluster);
        string Default(string key) => KeyTable.Find($"clusters.*.{key}").Default!;
        Assert.Equal((Default("memory"), Default("item_size"), Default("detect"), Default("replace_after")), (ValueReader.Show(cluster.Memory), ValueReader.Show(cluster.ItemSize), ValueReader.Show(cluster.Detect), ValueReader.Show(cluster.ReplaceAfter)));
        Assert.Equal((Default("connections"), Default("threads"), Default("failover"), Default("discovery")), ($"{cluster.NodeConnections}", $"{cluster.NodeThreads}", "next", "all"));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("warm: false", 0)]
    [InlineData("warm: true", 600)]
    [InlineData("warm_time: 90s", 90)]
    [InlineData("warm: true, warm_time: 1h", 3600)]
    [InlineData("warm: false, warm_time: 1h", 0)]
    public void Warming_takes_ten_minutes_where_nobody_says_otherwise(string keys, int seconds)
    {
        var reading = Least(keys);
        Assert.Equal(TimeSpan.FromSeconds(seconds), reading.Spec!.Clusters[0].WarmTime);
        Assert.Equal(keys.Contains("false, warm_time", StringComparison.Ordinal), SettingsText.Faults(reading).Contains("warning: 'warm_time' is given, and 'warm' is false: nodes are not warmed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Good)]
    [InlineData("version: 1\ndata: data\nclusters: { c: { nodes: { c-1: { address: \"10.0.0.1:11211\", managed: false } }, endpoints: { configuration: \"127.0.0.1:2\" } } }\n")]
    public void What_is_printed_is_read_again_the_same(string text)
    {
        var first = SettingsText.Read(text);
        var printed = SettingsPrinter.Print(first.Spec!, first.Logs);
        var second = SettingsText.Read(printed);
        Assert.True(second.IsGood, SettingsText.Faults(second));
        Assert.Equal(printed, SettingsPrinter.Print(second.Spec!, second.Logs));
        Assert.DoesNotContain("groups:", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clusters:\n  pages:", "cluster:\n  pages:", "f:3:1: error: the file has no key 'cluster'; did you mean 'clusters'?")]
    [InlineData("clusters:\n  pages:", "cluster:\n  pages:", "f:1:1: error: the file has no 'groups' and no 'clusters'; add groups: and its keys below it")]
    [InlineData("  pages:", "  Pages:", "f:4:3: error: 'Pages' is no name; use 1 to 63 of a-z, 0-9 and -, neither first nor last a -")]
    [InlineData("pages-002:", "pages:", "f:20:7: error: the name of node pages is taken by cluster pages in line 4; groups, clusters and nodes share one namespace: rename one of them")]
    [InlineData("failover: miss", "failover: { mode: automatic }", "f:5:15: error: 'failover' is a map of keys; a single value is expected")]
    [InlineData("failover: miss", "failover: none", "f:5:15: error: 'failover' is 'none'; it takes next, miss, error")]
    [InlineData("discovery: healthy-only", "discovery: healthy", "f:6:16: error: 'discovery' is 'healthy'; it takes all, healthy-only")]
    [InlineData("rejoin: keep", "rejoin: no", "f:7:13: error: 'rejoin' is 'no'; it takes flush, keep")]
    [InlineData("warm: true", "warm: 5m", "f:8:11: error: 'warm' is '5m'; it takes true or false")]
    [InlineData("warm_time: 5m", "warm_time: 0s", "f:9:16: error: 'warm_time' is '0s'; it goes from 1s to 1440m")]
    [InlineData("detect: 2s", "detect: 100ms", "f:10:13: error: 'detect' is '100ms'; it goes from 500ms to 60s")]
    [InlineData("replace_after: 4s", "replace_after: 2h", "f:11:20: error: 'replace_after' is '2h'; it goes from 500ms to 60m")]
    [InlineData("memory: 16MiB", "memory: 16385KiB", "f:12:13: error: 'memory' is '16385KiB'; whole MiB are expected; memcached counts in them: write 16MiB")]
    [InlineData("memory: 16MiB", "memory: 4MiB", "f:12:13: error: 'memory' is '4MiB'; it goes from 8MiB to 16384GiB")]
    [InlineData("item_size: 2MiB", "item_size: 9MiB", "f:13:16: error: items of up to 9MiB need 'memory' of twice that, and it is 16MiB; memcached keeps no item larger than half of its memory: raise memory, or lower item_size")]
    [InlineData("item_size: 2MiB", "item_size: 1100KiB", "f:13:16: error: 'item_size' is '1100KiB'; multiples of 512KiB are expected; memcached keeps large items in pieces of that: write 1536KiB")]
    [InlineData("item_size: 2MiB", "item_size: 64KiB", "f:13:16: error: 'item_size' is '64KiB'; multiples of 512KiB are expected; memcached keeps large items in pieces of that: write 512KiB")]
    [InlineData("connections: 2048", "connections: 8", "f:14:18: error: 'connections' is '8'; a whole number from 512 to 1000000 is expected")]
    [InlineData("threads: 2", "threads: 65", "f:15:14: error: 'threads' is '65'; a whole number from 1 to 64 is expected")]
    [InlineData("commands: 10", "comands: 10", "f:16:23: error: 'hold' has no key 'comands'; did you mean 'commands'?")]
    [InlineData("proxy_protocol: [10.0.0.0/8]", "proxy_protocol: [ten]", "error: 'proxy_protocol' holds 'ten', which is no network")]
    [InlineData("managed: true", "managed: true, priority: 1", "error: node pages-001 has no key 'priority'; it has: host, address, managed")]
    [InlineData("managed: true", "managed: false", "f:19:7: error: cluster pages mixes nodes that we start with nodes that others start; set managed for all of them alike")]
    [InlineData("127.0.0.1:11212", "cache.example.net:11212", "f:20:38: error: 'address' is 'cache.example.net:11212'; where something listens, an IP address is expected")]
    [InlineData("127.0.0.1:11212", "127.0.0.1:11211", "f:20:38: error: 127.0.0.1:11211 is used by node pages-001 in line 19 already; give one of them another port")]
    [InlineData("127.0.0.1:11212", "127.0.0.1:11200", "f:21:33: error: 0.0.0.0:11200 is used by node pages-002 in line 20 already; give one of them another port")]
    [InlineData("127.0.0.1:11212", "[::1]:11212", "f:20:38: error: 'address' is '[::1]:11212'; Auto Discovery has no IPv6 addresses; write the node's IPv4 address")]
    [InlineData("127.0.0.1:11212", "0.0.0.0:11212", "f:20:38: error: 'address' is '0.0.0.0:11212', where nobody can reach it: clients are told this address; write the address by which clients reach the node")]
    [InlineData("address: \"127.0.0.1:11212\"", "host: a", "error: node pages-002 has no 'address'; add address: \"127.0.0.1:11211\"")]
    [InlineData("host: a, address: \"127.0.0.1:11212\"", "host: b, address: \"127.0.0.1:11212\"", "error: nodes that we start are on the hosts a and b, and the store is a file of one host")]
    [InlineData("configuration: ", "primary: ", "f:21:18: error: 'endpoints' of cluster pages has no key 'primary'")]
    [InlineData("configuration: \"0.0.0.0:11200\"", "", "f:21:16: error: 'endpoints' of cluster pages has no 'configuration' and no 'configuration_tls'; add configuration: \"127.0.0.1:11200\"")]
    [InlineData("configuration: ", "configuration_tls: ", "f:21:37: error: 'configuration_tls' speaks TLS, and the file has no 'tls' that says with which certificate; add tls: { certificate: FILE, key: FILE } at the top level")]
    [InlineData("    nodes:\n", "    node:\n", "error: cluster pages has no 'nodes'; add nodes: and its keys below it")]
    public void A_fault_is_told_with_its_place_and_what_to_do(string good, string bad, string expected)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(good, StringComparison.Ordinal);
        var reading = SettingsText.Read(Good[..at] + bad + Good[(at + good.Length)..]);
        Assert.Contains(expected, SettingsText.Faults(reading), StringComparison.Ordinal);
        Assert.False(reading.IsGood);
    }

    [Fact]
    public void A_group_and_a_cluster_share_names_and_ports()
    {
        var both = SettingsText.Good + Good[Good.IndexOf("clusters:", StringComparison.Ordinal)..];
        Assert.True(SettingsText.Read(both).IsGood, SettingsText.Faults(SettingsText.Read(both)));
        Assert.Contains("error: the name of cluster orders is taken by group orders in line 7", SettingsText.Faults(SettingsText.Read(both.Replace("  pages:", "  orders:", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Contains("error: 0.0.0.0:6400 is used by the primary endpoint of orders in line 19 already", SettingsText.Faults(SettingsText.Read(both.Replace("0.0.0.0:11200", "0.0.0.0:6400", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_forty_nodes_are_a_fault_and_forty_are_not()
    {
        string Nodes(int count) => string.Concat(Enumerable.Range(3, count - 2).Select(n => $"      pages-{n:000}: {{ address: \"127.0.0.1:{11210 + n}\" }}\n"));
        Assert.True(SettingsText.Read(Good.Replace("    endpoints:", Nodes(40) + "    endpoints:", StringComparison.Ordinal)).IsGood);
        Assert.Contains("f:19:7: error: cluster pages has 41 nodes; at most 40 are supported", SettingsText.Faults(SettingsText.Read(Good.Replace("    endpoints:", Nodes(41) + "    endpoints:", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_other_hosts_reach_is_a_warning()
    {
        var reading = SettingsText.Read(Good.Replace("127.0.0.1:11212", "10.0.0.1:11212", StringComparison.Ordinal));
        Assert.True(reading.IsGood);
        Assert.Equal("f:20:38: warning: pages-002 can be reached from other hosts, and memcached has no password here: whoever reaches 10.0.0.1:11212 has all data; use a loopback address and let clients come by the configuration endpoint, or close the port to all but clients", SettingsText.Faults(reading));
    }

    [Fact]
    public void Servers_of_others_may_have_names_and_what_we_would_start_them_with_is_refused()
    {
        const string Others = "version: 1\nclusters:\n  c:\n    nodes:\n      c-1: { address: \"cache-1.example.net:11211\", managed: false }\n    endpoints: { configuration: \"127.0.0.1:11200\" }\n";
        var reading = SettingsText.Read(Others);
        Assert.Equal("f:5:7: warning: the nodes of cluster c are started by others: none is started again or replaced by us; one that is down is gone round until it answers again", SettingsText.Faults(reading));
        Assert.Equal("cache-1.example.net", reading.Spec!.Clusters[0].Nodes[0].Address.Host);
        Assert.Contains("f:7:13: error: 'memory' is for nodes that we start; these are started by others; set it where those are configured", SettingsText.Faults(SettingsText.Read(Others + "    memory: 64MiB\n")), StringComparison.Ordinal);
        Assert.Equal(64L << 10, SettingsText.Read(Others + "    item_size: 64KiB\n").Spec!.Clusters[0].ItemSize);
        Assert.Contains("error: 'address' is 'cache_1:11211'", SettingsText.Faults(SettingsText.Read(Others.Replace("cache-1.example.net", "cache_1", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void No_node_may_have_the_name_of_an_endpoint_where_there_is_DNS() =>
        Assert.Contains("f:20:7: error: the node configuration of cluster pages would have the DNS name of an endpoint; rename it: pages-001, say", SettingsText.Faults(SettingsText.Read(Good.Replace("pages-002:", "configuration:", StringComparison.Ordinal) + "dns: {}\n")), StringComparison.Ordinal);

    private static SettingsReading Least(string keys) =>
        SettingsText.Read($"version: 1\nclusters: {{ c: {{ {(keys.Length == 0 ? "" : keys + ", ")}nodes: {{ c-1: {{ address: \"127.0.0.1:1\" }} }}, endpoints: {{ configuration: \"127.0.0.1:2\" }} }} }}\n");

    private static NodeSpec Node(string name, int port) => new() { Name = name, Address = new NodeAddress("127.0.0.1", port) };
}
