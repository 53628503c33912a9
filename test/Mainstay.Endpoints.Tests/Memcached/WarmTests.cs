using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Memcached;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>What a node that begins to serve misses is had from who had it before, and never what was changed since.</summary>
public sealed class WarmTests
{
    private const long Outage = 77;

    [Fact]
    public async Task What_was_written_meanwhile_is_had_from_the_node_that_stood_in()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var keys = await KeysAsync(cluster, 4);
        await BeDownAsync(cluster);
        await client.SendAsync($"set {keys[0]} 7 100 3\r\nabc\r\n");
        Assert.Equal("STORED", await client.ReadLineAsync());
        await client.SetAsync(keys[1], "one");
        await client.SetAsync(keys[2], "two");
        await ReturnAsync(cluster, warm: true);

        Assert.Equal($"VALUE {keys[0]} 7 3\r\nabc\r\nEND\r\n", await client.UpToEndAsync($"get {keys[0]}"));
        Assert.Equal($"VALUE {keys[1]} 0 3\r\none\r\nVALUE {keys[0]} 7 3\r\nabc\r\nVALUE {keys[2]} 0 3\r\ntwo\r\nEND\r\n", await client.UpToEndAsync($"get {keys[1]} {keys[3]} {keys[0]} {keys[2]} {keys[3]}"));
        Assert.Equal("EN", await client.LineAsync($"mg {keys[3]} v"));
        Assert.Null(await client.GetAsync(keys[3]));

        // It is the node's own now, with what was left of its time.
        using var node = await cluster.ConnectToAsync(0);
        Assert.Equal("abc", await node.GetAsync(keys[0]));
        Assert.InRange(int.Parse((await node.LineAsync($"mg {keys[0]} t"))["HD t".Length..], System.Globalization.CultureInfo.InvariantCulture), 1, 100);
    }

    [Fact]
    public async Task Without_warming_it_is_missing()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var keys = await KeysAsync(cluster, 1);
        await BeDownAsync(cluster);
        await client.SetAsync(keys[0], "meanwhile");
        await ReturnAsync(cluster, warm: false);
        Assert.Null(await client.GetAsync(keys[0]));
    }

    [Fact]
    public async Task What_was_changed_since_does_not_come_back()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var keys = await KeysAsync(cluster, 3);
        await BeDownAsync(cluster);
        foreach (var key in keys) await client.SetAsync(key, "old");
        await ReturnAsync(cluster, warm: true);

        // 1. Deleted, and deleted after it was set.
        Assert.Equal("NOT_FOUND", await client.LineAsync($"delete {keys[0]}"));
        Assert.Null(await client.GetAsync(keys[0]));
        await client.SetAsync(keys[1], "new");
        Assert.Equal("new", await client.GetAsync(keys[1]));
        Assert.Equal("DELETED", await client.LineAsync($"delete {keys[1]}"));
        Assert.Null(await client.GetAsync(keys[1]));

        // 2. All in one breath: the first may miss, for what follows it changes what it would have had.
        var answer = await client.AllAsync($"get {keys[2]}\r\ndelete {keys[2]}\r\nget {keys[2]}\r\nset {keys[2]} 0 0 3\r\nnew\r\nget {keys[2]}\r\n");
        Assert.EndsWith($"END\r\nSTORED\r\nVALUE {keys[2]} 0 3\r\nnew\r\nEND\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_can_be_neither_forgotten_nor_held_is_refused_and_does_not_run()
    {
        await using var cluster = await RealCluster.StartAsync(more: spec => spec with { Hold = new HoldSpec { Commands = 0 } });
        var client = await cluster.ConnectAsync();
        var key = (await KeysAsync(cluster, 1))[0];
        Assert.Equal("STORED", await client.SetAsync(key, "kept"));
        await cluster.ChangeAsync(0, node => node with { WarmFrom = Outage });

        // Who had the key before is gone, and nobody said so yet.
        await cluster.KillAsync(1);
        await cluster.CountedAsync(figures => figures.UpstreamsShared, 1);
        Assert.StartsWith("SERVER_ERROR mainstay: no node for this just now", await client.LineAsync($"delete {key}"), StringComparison.Ordinal);
        Assert.Equal("kept", await client.GetAsync(key));
    }

    [Fact]
    public async Task What_was_flushed_does_not_come_back()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var keys = await KeysAsync(cluster, 20);
        await BeDownAsync(cluster);
        foreach (var key in keys) await client.SetAsync(key, "old");
        await ReturnAsync(cluster, warm: true);

        // All in one breath: what is looked up when the flush comes is not carried over.
        await client.AllAsync($"get {string.Join(' ', keys)}\r\nflush_all\r\n");
        foreach (var key in keys) Assert.Null(await client.GetAsync(key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nobody_reads_a_value_after_its_deletion_was_confirmed(int loops)
    {
        await using var cluster = await RealCluster.StartAsync(loops: loops);
        var keys = await KeysAsync(cluster, 40);
        var writer = await cluster.ConnectAsync();
        for (var round = 1; round <= 5; round++)
        {
            await BeDownAsync(cluster);
            foreach (var key in keys) await writer.SetAsync(key, "old");
            await ReturnAsync(cluster, warm: true);

            // Readers press on all keys while one deletes them, each on a connection of its own.
            var deleted = new bool[keys.Count];
            using var stop = new CancellationTokenSource();
            var readers = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
            {
                using var reader = await TextClient.ConnectAsync(cluster.Port);
                for (var i = number; !stop.IsCancellationRequested; i++)
                {
                    var index = i % keys.Count;
                    var wasDeleted = Volatile.Read(ref deleted[index]);
                    var value = await reader.GetAsync(keys[index]);
                    if (wasDeleted) Assert.Null(value);
                }
            })).ToArray();
            for (var i = 0; i < keys.Count; i++)
            {
                await writer.LineAsync($"delete {keys[i]}");
                Volatile.Write(ref deleted[i], true);
            }

            await stop.CancelAsync();
            await Task.WhenAll(readers);
            foreach (var key in keys) Assert.Null(await writer.GetAsync(key));
        }
    }

    [Fact]
    public async Task An_added_nodes_keys_are_had_from_those_who_had_them()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 3);
        var client = await cluster.ConnectAsync();
        var key = await cluster.KeyOfAsync(2);

        // As before the third node was there: its keys with the others, under their own names.
        await cluster.ChangeAsync(2, node => node with { Health = NodeHealth.Down, Outage = 0 });
        await client.SetAsync(key, "before");
        await cluster.ChangeAsync(2, node => node with { Health = NodeHealth.Online, Life = 2, WarmFrom = 0 });
        using (var node = await cluster.ConnectToAsync(2)) await node.LineAsync("flush_all");
        Assert.Equal("before", await client.GetAsync(key));
        await cluster.ChangeAsync(2, node => node with { WarmFrom = null });
        Assert.Equal("before", await client.GetAsync(key));
    }

    private static async Task<List<string>> KeysAsync(RealCluster cluster, int count)
    {
        var keys = new List<string>();
        for (var i = 0; keys.Count < count; i++)
            if (await cluster.OwnerAsync($"warm{i}") == 0) keys.Add($"warm{i}");
        return keys;
    }

    private static Task BeDownAsync(RealCluster cluster) => cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = Outage + node.Life });

    private static async Task ReturnAsync(RealCluster cluster, bool warm)
    {
        using (var node = await cluster.ConnectToAsync(0)) await node.LineAsync("flush_all");
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Online, WarmFrom = warm ? node.Outage : null, Outage = 0, Life = node.Life + 1 });
    }
}
