using System.Text;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>The names that keys have on the node that stands in: as long as the node takes them, for every command.</summary>
public sealed class OutageNameTests
{
    [Fact]
    public async Task A_key_in_base64_is_never_longer_than_a_node_takes()
    {
        await using var cluster = await RealCluster.StartAsync();
        var (client, other) = (await cluster.ConnectAsync(), await cluster.ConnectAsync());
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 123_456_789_012 });
        await other.SetAsync("precious", "1");
        for (var length = 150; length <= 187; length++)
        {
            // The data are what a node would run that does not take the line.
            var plain = $"{length}".PadRight(length, 'k');
            var key = Convert.ToBase64String(Encoding.ASCII.GetBytes(plain));
            if (key.Length > 250) continue;
            Assert.Equal("HD\r\n", await client.AllAsync($"ms {key} 11 b\r\nflush_all\r\n\r\n"));
            Assert.Equal("1", await other.GetAsync("precious"));
            Assert.Equal("VA 11\r\nflush_all\r\n\r\n", await client.AllAsync($"mg {key} b v\r\n"));
            Assert.Equal("flush_all\r\n", await client.GetAsync(plain));
            Assert.Equal("HD\r\n", await client.AllAsync($"md {key} b\r\n"));
        }
    }

    [Theory]
    [InlineData(250, 0)]
    [InlineData(250, 5)]
    [InlineData(187, 0)]
    [InlineData(100, 5)]
    public async Task A_long_key_that_was_deleted_does_not_come_back_from_who_had_it_before(int length, long outage)
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var key = await LongKeyOfAsync(cluster, length);
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = outage });
        await client.SetAsync(key, "old");
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Online, Life = 2, Outage = 0, WarmFrom = outage });
        using (var node = await cluster.ConnectToAsync(0)) await node.LineAsync("flush_all");
        await client.LineAsync($"delete {key}");
        Assert.Null(await client.GetAsync(key));
    }

    [Fact]
    public async Task Every_answer_has_the_key_as_the_client_named_it()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 77 });
        foreach (var plain in new[] { "a", "b", "c", "d", "\u00ff\u0080\u00e9", new string('l', 180), new string('m', 240), new string('n', 250) })
        {
            await client.LineAsync($"delete {plain}");
            Assert.Equal($"HD k{plain} Oq1\r\n", await client.AllAsync($"ms {plain} 1 k Oq1\r\n1\r\n"));
            Assert.Equal($"VA 1 k{plain} f0 s1 t-1 Oq2\r\n1\r\n", await client.AllAsync($"mg {plain} v k f s t Oq2\r\n"));
            Assert.StartsWith($"ME {plain} ", await client.AllAsync($"me {plain}\r\n"), StringComparison.Ordinal);
            Assert.Equal("VA 1\r\n2\r\n", await client.AllAsync($"ma {plain} v\r\n"));
            Assert.Equal($"HD k{plain}\r\n", await client.AllAsync($"ma {plain} k\r\n"));
            var gets = await client.AllAsync($"gets {plain}\r\n");
            var unique = gets.Split("\r\n")[0].Split(' ')[^1];
            Assert.StartsWith($"VALUE {plain} 0 1 {unique}\r\n3\r\n", gets, StringComparison.Ordinal);
            Assert.Equal("STORED\r\n", await client.AllAsync($"cas {plain} 0 0 1 {unique}\r\n4\r\n"));
            Assert.Equal("EXISTS\r\n", await client.AllAsync($"cas {plain} 0 0 1 {unique}\r\n5\r\n"));
            Assert.Equal($"VALUE {plain} 0 1\r\n4\r\nEND\r\n", await client.AllAsync($"gat 0 {plain}\r\n"));
            Assert.Equal("5\r\n4\r\nTOUCHED\r\n", await client.AllAsync($"incr {plain} 1\r\ndecr {plain} 1\r\ntouch {plain} 0\r\n"));
            Assert.Equal("STORED\r\nSTORED\r\nNOT_STORED\r\nSTORED\r\n", await client.AllAsync($"append {plain} 0 0 1\r\nx\r\nprepend {plain} 0 0 1\r\ny\r\nadd {plain} 0 0 1\r\nx\r\nreplace {plain} 0 0 1\r\nz\r\n"));
            Assert.Equal("", await client.AllAsync($"set {plain} 0 0 1 noreply\r\nw\r\nms {plain} 1 q k\r\nv\r\nmg nothing v q k\r\n"));
            Assert.Equal($"HD k{plain} Oz\r\nNOT_FOUND\r\n", await client.AllAsync($"md {plain} k Oz\r\ndelete {plain}\r\n"));
        }
    }

    private static async Task<string> LongKeyOfAsync(RealCluster cluster, int length)
    {
        for (var i = 0; ; i++)
        {
            var key = $"{i}-".PadRight(length, 'k');
            if (await cluster.OwnerAsync(key) == 0) return key;
        }
    }
}
