using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Memcached;

namespace Mainstay.Endpoints.Tests.Memcached;

public sealed class RoutingTests
{
    [Fact]
    public async Task Many_keys_come_from_all_nodes_in_the_order_in_which_they_were_asked_for()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 4);
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 500; i += 2) await client.SetAsync($"k{i}", $"v{i}");
        for (var nodes = 0; nodes < 4; nodes++)
        {
            using var direct = await cluster.ConnectToAsync(nodes);
            Assert.Contains("VALUE", await direct.UpToEndAsync("get " + string.Join(' ', Enumerable.Range(0, 500).Select(i => $"k{i}"))), StringComparison.Ordinal);
        }

        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var asked = Enumerable.Range(0, 100).Select(_ => random.Next(500)).ToList();
            var expected = string.Concat(asked.Where(i => i % 2 == 0).Select(i => $"VALUE k{i} 0 {$"v{i}".Length}\r\nv{i}\r\n")) + "END\r\n";
            Assert.Equal(expected, await client.UpToEndAsync("get " + string.Join(' ', asked.Select(i => $"k{i}"))));
        }
    }

    [Fact]
    public async Task Pipelined_requests_to_several_nodes_are_answered_in_order()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 3);
        var client = await cluster.ConnectAsync();
        var requests = string.Concat(Enumerable.Range(0, 1000).Select(i => $"set k{i} 0 0 {i.ToString(CultureInfo.InvariantCulture).Length}\r\n{i}\r\nget k{i}\r\nget k{i} k{i - 1} nothing\r\n"));
        var expected = string.Concat(Enumerable.Range(0, 1000).Select(i =>
            $"STORED\r\n{Value(i)}END\r\n{Value(i)}{(i > 0 ? Value(i - 1) : "")}END\r\n"));
        Assert.Equal(expected, await client.AllAsync(requests));
        static string Value(int i) => $"VALUE k{i} 0 {i.ToString(CultureInfo.InvariantCulture).Length}\r\n{i}\r\n";
    }

    [Fact]
    public async Task A_dead_nodes_keys_go_to_the_next_and_what_is_left_there_is_not_found_in_the_next_outage()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var key = await cluster.KeyOfAsync(0);
        await client.SetAsync(key, "before");

        // 1. The node is gone: the key is missing, and can be written.
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 1001 });
        Assert.Null(await client.GetAsync(key));
        Assert.Equal("STORED", await client.SetAsync(key, "meanwhile"));
        Assert.Equal("meanwhile", await client.GetAsync(key));
        Assert.Equal($"VALUE {key} 0 9\r\nmeanwhile\r\nEND\r\n", await client.UpToEndAsync($"get nothing {key}"));
        Assert.Equal($"HD k{key}", await client.LineAsync($"mg {key} k"));
        Assert.Equal("DELETED", await client.LineAsync($"delete {key}"));
        Assert.Equal("STORED", await client.SetAsync(key, "meanwhile"));

        // 2. It is back, flushed.
        using (var direct = await cluster.ConnectToAsync(0)) Assert.Equal("OK", await direct.LineAsync("flush_all"));
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Online, Outage = 0, Life = 2 });
        Assert.Null(await client.GetAsync(key));
        await client.SetAsync(key, "after");

        // 3. It is gone once more.
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 1002 });
        Assert.Null(await client.GetAsync(key));
        Assert.Null(await client.GetAsync(key + " " + key));
    }

    [Theory]
    [InlineData(DeadNodeRule.Miss)]
    [InlineData(DeadNodeRule.Error)]
    public async Task A_dead_nodes_keys_are_missing_or_fail_where_that_is_the_rule(DeadNodeRule rule)
    {
        await using var cluster = await RealCluster.StartAsync(more: spec => spec with { Failover = rule });
        var client = await cluster.ConnectAsync();
        var (key, other) = (await cluster.KeyOfAsync(0), await cluster.KeyOfAsync(1));
        await client.SetAsync(other, "there");
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 5 });
        Assert.Equal("there", await client.GetAsync(other));
        if (rule == DeadNodeRule.Error)
        {
            const string Error = "SERVER_ERROR mainstay: pages-001 does not serve just now; not executed";
            Assert.Equal(Error, await client.SetAsync(key, "x"));
            Assert.Equal(Error + "\r\n", await client.UpToEndAsync($"get {other} {key}"));
            Assert.Equal(Error, await client.LineAsync($"mg {key} v"));
            Assert.Equal("there", await client.GetAsync(other));
            return;
        }

        Assert.Null(await client.GetAsync(key));
        Assert.Equal("NOT_STORED", await client.SetAsync(key, "x"));
        Assert.Equal("NOT_FOUND", await client.LineAsync($"delete {key}"));
        Assert.Equal("EN", await client.LineAsync($"mg {key} v"));
        Assert.Equal("NF", await client.LineAsync($"md {key}"));
        Assert.Equal($"VALUE {other} 0 5\r\nthere\r\nEND\r\n", await client.UpToEndAsync($"get {key} {other}"));
    }

    [Fact]
    public async Task What_a_dying_node_owes_is_asked_of_the_next()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var key = await cluster.KeyOfAsync(0);
        await client.SetAsync(key, "before");
        await cluster.Server(0).StopAsync();
        await client.SendAsync($"get {key}\r\nset {key} 0 0 1\r\nx\r\nget {key}\r\nincr n 1\r\n");
        await cluster.KillAsync(0);
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 1 });
        Assert.Equal("END", await client.ReadLineAsync());
        Assert.Equal("STORED", await client.ReadLineAsync());
        Assert.Equal($"VALUE {key} 0 1", await client.ReadLineAsync());
        Assert.Equal("x", await client.ReadLineAsync());
        Assert.Equal("END", await client.ReadLineAsync());
        Assert.Equal("NOT_FOUND", await client.ReadLineAsync());
    }

    [Fact]
    public async Task What_may_have_run_on_a_node_that_goes_on_is_not_sent_again()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 1);
        var client = await cluster.ConnectAsync();
        Assert.Equal("STORED", await client.SetAsync("n", "1"));
        await cluster.Server(0).StopAsync();
        await client.SendAsync("incr n 1\r\nget n\r\n");
        await cluster.CountedAsync(figures => figures.Commands, 3);
        await cluster.KillAsync(0);
        await cluster.RestartAsync(0);
        Assert.Equal("SERVER_ERROR mainstay: the connection to the node was lost before the answer; may have executed or may still", await client.ReadLineAsync());
        Assert.Equal("END", await client.ReadLineAsync());
        Assert.Equal(1, cluster.Figures.Indeterminate);
    }

    [Fact]
    public async Task Requests_wait_until_the_cluster_is_known_and_are_refused_when_that_takes_too_long()
    {
        await using var cluster = await RealCluster.StartAsync(more: spec => spec with { Hold = new HoldSpec { Time = TimeSpan.FromSeconds(2), Commands = 2 } }, publish: false);
        var client = await cluster.ConnectAsync();
        await client.SendAsync("config get cluster\r\nget a\r\nget b\r\n");
        await cluster.CountedAsync(figures => figures.Held, 1);
        await cluster.PublishAsync();
        Assert.StartsWith("CONFIG cluster 0 ", await client.ReadLineAsync(), StringComparison.Ordinal);
        await client.AllAsync("");
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 1 });
        await cluster.ChangeAsync(1, node => node with { Health = NodeHealth.Down, Outage = 2 });
        Assert.Equal("SERVER_ERROR mainstay: no node for this within 2 s; not executed", await client.LineAsync("incr a 1"));
        Assert.Equal(EndpointState.Holding, cluster.Endpoints.Status[0].State);
    }
}
