namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>Lines that are unusual, or too long for a node: what one client sends must not change what another is answered.</summary>
public sealed class HostileLinesTests
{
    [Theory]
    [InlineData("  set KEY 0 0 1\r\nx\r\n", "STORED\r\n")]
    [InlineData("   ms KEY 1\r\nx\r\n", "HD\r\n")]
    public async Task Blanks_ahead_of_a_line_do_not_change_where_its_key_goes(string line, string answer)
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 3);
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(answer, await client.AllAsync(line.Replace("KEY", $"blank{i}", StringComparison.Ordinal)));
            Assert.Equal("x", await client.GetAsync($"blank{i}"));
        }

        Assert.Equal("VALUE blank1 0 1\r\nx\r\nVALUE blank2 0 1\r\nx\r\nVALUE blank3 0 1\r\nx\r\nEND\r\n", await client.UpToEndAsync("  get blank1 blank2 blank3"));
    }

    [Fact]
    public async Task A_null_byte_ends_a_line_on_its_way_to_a_node_as_well()
    {
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var node = new ScriptedNode(line =>
        {
            heard.Enqueue(line);
            return "END\r\n";
        });
        await using var cluster = await RealCluster.StartAsync(nodes: 1);
        await cluster.ChangeAsync(0, own => own with { Address = node.Address });
        var client = await cluster.ConnectAsync();
        Assert.Equal("END\r\n", await client.AllAsync("get a\0 b\r\n"));
        Assert.Equal("END\r\n", await client.AllAsync("   get c\r\n"));
        Assert.Equal(["get a", "get c"], heard);
    }

    [Theory]
    [InlineData("gat 0")]
    [InlineData("gats 0")]
    [InlineData("get")]
    public async Task Many_long_keys_do_not_make_a_node_close_what_all_share(string verb)
    {
        await using var cluster = await RealCluster.StartAsync();
        var (client, other) = (await cluster.ConnectAsync(), await cluster.ConnectAsync());
        await other.SetAsync("n", "0");
        var keys = Enumerable.Range(0, 200).Select(i => $"{i:000}{new string('k', 200)}").ToList();
        foreach (var key in keys) await client.SetAsync(key, "v");
        var request = $"{verb} {string.Join(' ', keys)}";
        for (var i = 1; i <= 20; i++)
        {
            await client.SendAsync(string.Concat(Enumerable.Repeat(request + "\r\n", 3)));
            Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), await other.LineAsync("incr n 1"));
            var answer = await client.AllAsync("");
            Assert.Equal(600, answer.Split("VALUE ").Length - 1);
            Assert.Equal(3, answer.Split("END\r\n").Length - 1);
        }

        Assert.Equal(0, cluster.Figures.Repeated);
    }

    [Theory]
    [InlineData("mg a v")]
    [InlineData("stats ")]
    [InlineData("verbosity 0")]
    [InlineData("incr n 0")]
    [InlineData("gat 0")]
    public async Task A_line_that_is_too_long_for_a_node_is_refused_and_sent_to_none(string begin)
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        await client.SetAsync("a", "1");
        foreach (var end in new[] { "", " a", " a b" })
            Assert.Contains("ERROR", await client.AllAsync($"{begin}{new string('0', 20_000)}{end}\r\n"), StringComparison.Ordinal);
        Assert.Equal("CLIENT_ERROR mainstay: a line of more than 1 KiB, which only get and gets may have; not executed\r\n", await client.AllAsync($"set a 0 {new string('0', 20_000)} 9\r\nflush_all\r\n"));
        Assert.Equal("1", await client.GetAsync("a"));
        Assert.Equal(0, cluster.Figures.Repeated);
    }
}
