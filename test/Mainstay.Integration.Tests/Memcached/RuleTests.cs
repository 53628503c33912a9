using System.Globalization;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>What a configuration file may say of a node that does not serve, each once from the file to the client.</summary>
public sealed class RuleTests
{
    /// <summary>A node that hangs is away until the test says otherwise.</summary>
    private const string Patient = "\ndetect: 500ms\nreplace_after: 1m";

    [Fact]
    public async Task Keys_of_a_dead_node_are_missing()
    {
        await using var daemon = await ClusterDaemon.StartAsync("failover: miss" + Patient);
        using var client = await daemon.Cluster.ConnectAsync();
        var (dead, alive) = await KeysAsync(daemon.Cluster, client);
        var process = await StopAsync(daemon.Cluster);
        Assert.Null(await client.GetAsync(dead));
        Assert.Equal("NOT_STORED", await client.SetAsync(dead, "new"));
        Assert.Equal("NOT_FOUND", await client.LineAsync($"delete {dead}"));
        Assert.Equal("EN", await client.LineAsync($"mg {dead} v"));
        Assert.Equal("old", await client.GetAsync(alive));
        Assert.Equal($"VALUE {alive} 0 3\r\nold\r\nEND\r\n", await client.UpToEndAsync($"get {dead} {alive}"));
        await ReturnAsync(daemon, process);
        Assert.Null(await client.GetAsync(dead));
        Assert.Equal("STORED", await client.SetAsync(dead, "new"));
        Assert.Equal("new", await client.GetAsync(dead));
    }

    [Fact]
    public async Task Commands_for_keys_of_a_dead_node_fail()
    {
        await using var daemon = await ClusterDaemon.StartAsync("failover: error" + Patient);
        using var client = await daemon.Cluster.ConnectAsync();
        var (dead, alive) = await KeysAsync(daemon.Cluster, client);
        var process = await StopAsync(daemon.Cluster);
        const string down = "SERVER_ERROR mainstay: pages-001 does not serve just now; not executed";
        Assert.Equal(down, await client.LineAsync($"get {dead}"));
        Assert.Equal(down, await client.SetAsync(dead, "new"));
        Assert.Equal(down, await client.LineAsync($"mg {dead} v"));
        Assert.Equal("old", await client.GetAsync(alive));
        await ReturnAsync(daemon, process);
        Assert.Null(await client.GetAsync(dead));
        Assert.Equal("STORED", await client.SetAsync(dead, "new"));
    }

    [Fact]
    public async Task Discovery_lists_only_nodes_that_serve_and_a_client_of_npm_follows()
    {
        await using var daemon = await ClusterDaemon.StartAsync("discovery: healthy-only" + Patient);
        var cluster = daemon.Cluster;
        await using var npm = OwnedProcess.Start(NeededProgram.NodeWith("memcached-elasticache"), ["discovery.mjs", Text(cluster.Configuration), "healthy:"], NeededProgram.Folder);
        var walk = new DiscoveryWalk(npm);
        var (both, one) = ($"nodes {Server(0)} {Server(1)}", $"nodes {Server(1)}");
        await npm.PrintsAsync(both, Deadline.InSeconds(15));
        using var client = await AutoDiscoveryClient.ConnectAsync(cluster.Configuration);
        await client.PollAsync();
        Assert.Equal(cluster.NodePorts, client.Current!.Ports);

        var process = await StopAsync(cluster);
        Assert.Equal([cluster.NodePorts[1]], (await client.NextAsync(Deadline.InSeconds(5))).Ports);
        await npm.PrintsAsync(one + "\n", Deadline.InSeconds(15));
        await walk.GoesOnAsync(250, Deadline.InSeconds(20));

        await ReturnAsync(daemon, process);
        await Eventually.FineAsync(async () => await client.PollAsync() && client.Current!.Ports.SequenceEqual(cluster.NodePorts) ? null : $"{client.Current}", Deadline.InSeconds(5), "both are listed again");
        await Eventually.FineAsync(() => npm.Output.Split('\n').Count(line => line == both) == 2 ? null : npm.Describe(), Deadline.InSeconds(15), "the client goes by both again");
        await walk.GoesOnAsync(250, Deadline.InSeconds(20));
        Assert.Empty(walk.WrongValues);

        string Server(int node) => $"127.0.0.1:{Text(cluster.NodePorts[node])}";
    }

    [Theory]
    [InlineData("warm: true", "meanwhile")]
    [InlineData("warm: false", null)]
    public async Task What_a_fresh_node_misses_is_taken_from_who_kept_it(string warm, string? found)
    {
        await using var daemon = await ClusterDaemon.StartAsync(warm + Patient);
        using var client = await daemon.Cluster.ConnectAsync();
        var (dead, alive) = await KeysAsync(daemon.Cluster, client);
        var process = await StopAsync(daemon.Cluster);
        Assert.Null(await client.GetAsync(dead));
        Assert.Equal("STORED", await client.SetAsync(dead, "meanwhile"));
        Assert.Equal("meanwhile", await client.GetAsync(dead));
        await ReturnAsync(daemon, process);
        Assert.Equal(found, await client.GetAsync(dead));
        Assert.Equal(found is null ? 0 : 1, (await daemon.Cluster.HeldAsync(0, [dead])).Count);
        Assert.Equal("old", await client.GetAsync(alive));
    }

    /// <summary>A key of the first node and one of the second, both with the value "old".</summary>
    private static async Task<(string First, string Second)> KeysAsync(RunningCluster cluster, TextClient client)
    {
        string[] keys = [.. Enumerable.Range(0, 50).Select(number => $"key-{number}")];
        foreach (var key in keys) Assert.Equal("STORED", await client.SetAsync(key, "old"));
        return ((await cluster.HeldAsync(0, keys)).First(), (await cluster.HeldAsync(1, keys)).First());
    }

    private static async Task<int> StopAsync(RunningCluster cluster)
    {
        var process = await cluster.SignalAsync(0, Signal.Stop);
        await cluster.MissesAsync(0, Deadline.InSeconds(10));
        return process;
    }

    private static async Task ReturnAsync(ClusterDaemon daemon, int process)
    {
        SystemProcess.Send(process, Signal.Continue);
        await daemon.WholeAsync();
        Assert.Equal(process, await daemon.Cluster.ProcessAsync(0));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
