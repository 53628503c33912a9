using Mainstay.TestKit.Memcached;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>What is asked of all nodes at once.</summary>
public sealed class ManyNodesTests
{
    [Fact]
    public async Task Stats_are_added_up_and_can_be_had_of_each_node()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 3);
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 90; i++) await client.SetAsync($"k{i}", "v");
        var sum = Of(await client.UpToEndAsync("stats"));
        Assert.Equal("90", sum["curr_items"]);
        var each = new List<Dictionary<string, string>>();
        for (var i = 1; i <= 3; i++) each.Add(Of(await client.UpToEndAsync($"stats pages-00{i}")));
        Assert.Equal(90, each.Sum(node => int.Parse(node["curr_items"], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(each, node => Assert.NotEqual("0", node["curr_items"]));
        Assert.Equal(each.Select(node => node["pid"]).Distinct().Count(), each.Count);
        Assert.Equal(3L * 64 << 20, long.Parse(sum["limit_maxbytes"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("90", Of(await client.UpToEndAsync("stats items")).Where(pair => pair.Key.EndsWith(":number", StringComparison.Ordinal)).Sum(pair => int.Parse(pair.Value, System.Globalization.CultureInfo.InvariantCulture)).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("96", Of(await client.UpToEndAsync("stats slabs"))["1:chunk_size"]);
        Assert.Equal("RESET", await client.LineAsync("stats reset"));
        Assert.Contains("STAT pages-002:health online", await client.UpToEndAsync("stats mainstay"), StringComparison.Ordinal);
        Assert.StartsWith("CLIENT_ERROR", await client.LineAsync("stats conns"), StringComparison.Ordinal);
        Assert.Equal("VERSION 1.6.18", await client.LineAsync("version"));
    }

    [Fact]
    public async Task Flush_all_empties_every_node()
    {
        await using var cluster = await RealCluster.StartAsync(nodes: 3);
        var client = await cluster.ConnectAsync();
        for (var i = 0; i < 30; i++) await client.SetAsync($"k{i}", "v");
        Assert.Equal("OK", await client.LineAsync("flush_all"));
        for (var i = 0; i < 30; i++) Assert.Null(await client.GetAsync($"k{i}"));
        for (var i = 0; i < 30; i++) await client.SetAsync($"k{i}", "v");
        await client.SendAsync("flush_all noreply\r\n");
        Assert.Equal("END\r\n", await client.UpToEndAsync("get " + string.Join(' ', Enumerable.Range(0, 30).Select(i => $"k{i}"))));
    }

    [Theory]
    [InlineData("shutdown")]
    [InlineData("cache_memlimit 100")]
    [InlineData("watch")]
    [InlineData("slabs reassign 1 2")]
    [InlineData("lru_crawler enable")]
    public async Task What_is_about_a_single_process_is_refused(string command)
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        Assert.Contains("is about a single node", await client.LineAsync(command), StringComparison.Ordinal);
        Assert.Equal("STORED", await client.SetAsync("a", "1"));
    }

    private static Dictionary<string, string> Of(string stats) => stats.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).SkipLast(1).Select(line => line.Split(' ', 3)).ToDictionary(words => words[1], words => words[2]);
}
