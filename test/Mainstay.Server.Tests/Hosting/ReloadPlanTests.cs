using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;

namespace Mainstay.Server.Tests.Hosting;

/// <summary>What of a changed cluster waits for a restart, and what does not.</summary>
public sealed class ReloadPlanTests
{
    private static readonly ClusterSpec Pages = new()
    {
        Name = "pages",
        Nodes = [new NodeSpec { Name = "pages-001", Address = new NodeAddress("127.0.0.1", 11211) }],
        Endpoints = [new EndpointSpec(EndpointKind.Configuration, new NodeAddress("127.0.0.1", 11200))],
    };

    [Fact]
    public void What_endpoints_and_controllers_take_over_is_in_force_at_once()
    {
        var next = Pages with
        {
            Nodes = [.. Pages.Nodes],
            Endpoints = [.. Pages.Endpoints],
            Failover = DeadNodeRule.Miss,
            Discovery = DiscoveryRule.HealthyOnly,
            Hold = new HoldSpec { Commands = 1 },
            Limits = new LimitsSpec { Connections = 7 },
            WarmTime = TimeSpan.FromMinutes(1),
        };
        Assert.Empty(Left(Pages, next));
    }

    [Fact]
    public void All_else_is_told()
    {
        var next = Pages with
        {
            FlushesRejoining = false,
            Detect = TimeSpan.FromSeconds(3),
            ReplaceAfter = TimeSpan.FromSeconds(3),
            Memory = 128L << 20,
            ItemSize = 2L << 20,
            NodeConnections = 2048,
            NodeThreads = 2,
            ProxyProtocol = [new System.Net.IPNetwork(System.Net.IPAddress.Loopback, 32)],
            Endpoints = [],
            Nodes = [Pages.Nodes[0] with { Address = new NodeAddress("127.0.0.1", 11213) }],
        };
        Assert.Equal(
            "rejoin needs, detect needs, replace_after needs, memory needs, item_size needs, connections need, threads need, proxy_protocol needs, endpoints need, nodes need",
            string.Join(", ", Left(Pages, next).Select(one => one.Replace("clusters.pages.", "", StringComparison.Ordinal).Replace(" a restart of the daemon", "", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_new_one_and_one_that_is_gone_wait()
    {
        Assert.Equal(["cluster pages is new: it begins when the daemon is started again"], Left(null, Pages));
        Assert.Equal(["cluster pages is gone from the file: it goes on until the daemon is started again"], Left(Pages, null));
    }

    [Fact]
    public void Other_files_for_TLS_are_told_once() =>
        Assert.Equal(["tls needs a restart of the daemon; what is in its files does not"], Left(Pages, Pages with { Tls = new TlsSpec("a", "b") }));

    private static System.Collections.Immutable.ImmutableArray<string> Left(ClusterSpec? now, ClusterSpec? next) => ReloadPlan.NeedsRestart(Spec(now), Spec(next));

    private static DaemonSpec Spec(ClusterSpec? cluster) =>
        new() { Name = "test", Data = "unused", Web = new NodeAddress("127.0.0.1", 8400), Groups = [], Clusters = cluster is null ? [] : [cluster] };
}
