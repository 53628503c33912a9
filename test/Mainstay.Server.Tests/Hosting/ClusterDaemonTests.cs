using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Hosting;

/// <summary>A daemon that hosts a memcached cluster and no group: its nodes are real.</summary>
public sealed class ClusterDaemonTests : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();

    public async ValueTask DisposeAsync()
    {
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task Its_nodes_outlive_the_daemon_and_end_where_they_are_to()
    {
        var spec = Spec(2);
        int first;
        await using (var daemon = await StartAsync(spec))
        {
            await ReadyAsync(daemon);
            first = Process(daemon);
            Assert.True(daemon.IsTurning);
        }

        await using var next = await StartAsync(spec);
        await ReadyAsync(next);
        Assert.Equal(first, Process(next));
        await next.StopWithNodesAsync(TestContext.Current.CancellationToken);
        Assert.False(SystemProcess.Runs(first));
    }

    [Fact]
    public async Task A_reload_takes_over_what_it_can_and_tells_the_rest()
    {
        var spec = Spec(1);
        await using var daemon = await StartAsync(spec);
        await ReadyAsync(daemon);
        var pages = spec.Clusters[0];
        Assert.Empty(await daemon.ReloadAsync(spec with { Clusters = [pages with { Discovery = DiscoveryRule.HealthyOnly, WarmTime = TimeSpan.FromMinutes(1) }] }, TestContext.Current.CancellationToken));
        Assert.Equal(["clusters.pages.memory needs a restart of the daemon"], await daemon.ReloadAsync(spec with { Clusters = [pages with { Memory = 32L << 20 }] }, TestContext.Current.CancellationToken));
        await daemon.StopWithNodesAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(1L << 19)]
    [InlineData(3L << 19)]
    [InlineData(4L << 20)]
    public async Task Every_size_of_items_that_a_configuration_may_have_is_one_that_memcached_takes(long size)
    {
        var spec = Spec(1);
        await using var daemon = await StartAsync(spec with { Clusters = [spec.Clusters[0] with { ItemSize = size, Memory = 8L << 20 }] });
        await ReadyAsync(daemon);
        await daemon.StopWithNodesAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_port_that_another_has_is_told_before_anything_is_started()
    {
        var spec = Spec(1);
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, spec.Clusters[0].Nodes[0].Address.Port);
        taken.Start();
        var refused = await Assert.ThrowsAsync<DaemonStartException>(() => StartAsync(spec));
        Assert.Equal("node pages-001", Assert.Single(refused.Taken).For);
    }

    private static Task<Daemon> StartAsync(DaemonSpec spec) => Daemon.StartAsync(spec, TimeProvider.System, NullLoggerFactory.Instance, null, TestContext.Current.CancellationToken);

    private static Task ReadyAsync(Daemon daemon) => Eventually.FineAsync(() => daemon.Clusters.All(cluster => cluster.IsReady()) ? null : $"{daemon.Clusters[0].Controller.Topology}", Deadline.InSeconds(10), "every node serves");

    private static int Process(Daemon daemon) => Assert.Single(daemon.Clusters).Detail().Details[0].ProcessId ?? 0;

    private DaemonSpec Spec(int nodes) => new()
    {
        Name = "test",
        Data = _folder.Combine("data"),
        Web = new NodeAddress("127.0.0.1", FreePorts.One()),
        Groups = [],
        Clusters =
        [
            new ClusterSpec
            {
                Name = "pages",
                Nodes = [.. Enumerable.Range(1, nodes).Select(n => new NodeSpec { Name = $"pages-00{n}", Address = new NodeAddress("127.0.0.1", FreePorts.One()) })],
                Endpoints = [new EndpointSpec(EndpointKind.Configuration, new NodeAddress("127.0.0.1", FreePorts.One()))],
            },
        ],
    };
}
