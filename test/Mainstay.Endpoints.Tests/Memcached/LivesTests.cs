using System.Globalization;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>Nodes that begin another life while requests are under way: connections of former lives end, and no other does.</summary>
public sealed class LivesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Lives_that_change_under_load_leave_no_connection_behind(int loops)
    {
        await using var cluster = await RealCluster.StartAsync(loops: loops);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            using var client = await TextClient.ConnectAsync(cluster.Port);
            var requests = string.Concat(Enumerable.Range(0, 50).Select(i => $"set k{number}-{i} 0 0 1\r\nx\r\nget k{number}-{i} k{number}-{i + 1} k{number}-{i + 2}\r\n"));
            while (!stop.IsCancellationRequested)
            {
                var answer = await client.AllAsync(requests);
                Assert.DoesNotContain("(closed)", answer, StringComparison.Ordinal);
                Assert.Equal(100, answer.Split("STORED\r\n").Length - 1 + answer.Split("END\r\n").Length - 1 + answer.Split("SERVER_ERROR").Length - 1);
            }
        })).ToArray();

        // One at a time, and all at once.
        for (var i = 0; i < 200; i++) await cluster.ChangeAsync(i % 2, node => node with { Life = node.Life + 1 });
        for (var i = 0; i < 100; i++) await cluster.ChangeAllAsync(node => node with { Life = node.Life + 1 });
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        for (var i = 0; i < 2; i++)
        {
            using var direct = await cluster.ConnectToAsync(i);
            await Eventually.GetAsync(
                async () => int.Parse((await direct.UpToEndAsync("stats")).Split("STAT curr_connections ")[1].Split('\r')[0], CultureInfo.InvariantCulture),
                count => count <= 2 + loops, Deadline.InSeconds(5), $"one connection a loop, beside this one and the listener's");
        }
    }

    [Fact]
    public async Task What_all_nodes_owe_is_asked_again_when_all_of_them_begin_another_life_at_once()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 3);
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 3; i++) await client.GetAsync("nothing");
        for (var i = 0; i < 3; i++) await cluster.Server(i).StopAsync();
        await client.SendAsync("stats\r\n");
        await cluster.CountedAsync(figures => figures.Commands, 4);
        await cluster.ChangeAllAsync(node => node with { Life = 2 });
        for (var i = 0; i < 3; i++) cluster.Server(i).Send(TestKit.Processes.Signal.Continue);
        var answer = await client.AllAsync("");
        Assert.EndsWith("END\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("STAT curr_items ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_carried_over_to_a_former_life_ends_nothing_of_the_present_one()
    {
        await using var cluster = await RealCluster.StartAsync();
        var (client, other) = (await cluster.ConnectAsync(), await cluster.ConnectAsync());
        var (key, own) = (await cluster.KeyOfAsync(0), await cluster.KeyOfAsync(0, "own"));
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 5 });
        await client.SetAsync(key, "kept");
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Online, Life = 2, Outage = 0, WarmFrom = 5 });
        using (var node = await cluster.ConnectToAsync(0)) await node.LineAsync("flush_all");

        // 1. The value is looked up at a node that hangs, and the key's own begins another life.
        await cluster.Server(1).StopAsync();
        var before = cluster.Figures.Commands;
        await client.SendAsync($"get {key}\r\n");
        await cluster.CountedAsync(figures => figures.Commands, before + 1);
        await WarmingAsync(cluster, key);
        await cluster.ChangeAsync(0, node => node with { Life = 3, WarmFrom = null });
        Assert.Equal("STORED", await other.SetAsync(own, "x"));

        // 2. What is found belongs to nobody any more.
        var open = await OpenedAsync(cluster);
        cluster.Server(1).Send(TestKit.Processes.Signal.Continue);
        Assert.EndsWith("END\r\n", await client.AllAsync(""), StringComparison.Ordinal);
        Assert.Equal("STORED", await other.SetAsync(own, "y"));
        Assert.Equal(open, await OpenedAsync(cluster) - 1);
    }

    /// <summary>The node missed the key: what follows is looked up elsewhere.</summary>
    private static async Task WarmingAsync(RealCluster cluster, string key)
    {
        using var direct = await cluster.ConnectToAsync(0);
        await Eventually.GetAsync(
            async () => int.Parse((await direct.UpToEndAsync("stats")).Split("STAT get_misses ")[1].Split('\r')[0], CultureInfo.InvariantCulture), misses => misses > 0, Deadline.InSeconds(5), $"{key} is missing");
    }

    /// <summary>Connections that the first node had so far.</summary>
    private static async Task<int> OpenedAsync(RealCluster cluster)
    {
        using var direct = await cluster.ConnectToAsync(0);
        return int.Parse((await direct.UpToEndAsync("stats")).Split("STAT total_connections ")[1].Split('\r')[0], CultureInfo.InvariantCulture);
    }
}
