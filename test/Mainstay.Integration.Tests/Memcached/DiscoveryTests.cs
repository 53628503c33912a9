using System.Globalization;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>Auto Discovery of a running cluster, by a client of ours that takes nothing but what is described, and by clients of others.</summary>
public sealed class DiscoveryTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private RunningCluster Cluster => fixture.Up.Pages;

    [Fact]
    public async Task Every_way_to_ask_tells_the_same_to_the_byte()
    {
        var whole = await Cluster.WholeAsync(Deadline.InSeconds(10));
        using var client = await AutoDiscoveryClient.ConnectAsync(Cluster.Configuration);
        Assert.False(client.IsOlder);

        // Twice each on one connection: a byte too many would begin the next answer.
        var told = new List<DiscoveredList>();
        for (var round = 0; round < 2; round++)
        {
            told.Add(await client.AskAsync(older: false));
            told.Add(await client.AskAsync(older: true));
            told.Add(await client.AskBinaryAsync());
        }

        Assert.All(told, list => Assert.Equal($"{told[0]}", $"{list}"));
        Assert.Equal(whole.Version, told[0].Version);
        Assert.Equal([.. Cluster.NodePorts.Select(port => new DiscoveredNode("127.0.0.1", "127.0.0.1", port))], told[0].Nodes);
    }

    [Fact]
    public async Task Who_polls_hears_of_each_change_and_never_of_an_older_list()
    {
        await Cluster.WholeAsync(Deadline.InSeconds(10));
        using var client = await AutoDiscoveryClient.ConnectAsync(Cluster.Configuration);
        Assert.True(await client.PollAsync());
        for (var poll = 0; poll < 20; poll++) Assert.False(await client.PollAsync(), "nothing happened");
        for (var node = 0; node < 2; node++)
        {
            var before = client.Current!;
            await Cluster.SignalAsync(node, Signal.Kill);
            var next = await client.NextAsync(Deadline.InSeconds(5));
            Assert.Equal(before.Nodes, next.Nodes);
            Assert.True(TextClient.Answers(next.Nodes[node].Port), "the node of a new version serves");
            await Cluster.WholeAsync(Deadline.InSeconds(5), next.Version);
        }
    }

    [Fact]
    public async Task Clients_of_npm_learn_both_nodes_and_go_on_with_them_when_a_node_and_when_the_daemon_is_killed()
    {
        var before = await Cluster.WholeAsync(Deadline.InSeconds(10));
        _ = NeededProgram.NodeWith("ecad");
        await using var process = OwnedProcess.Start(NeededProgram.NodeWith("memcached-elasticache"), ["discovery.mjs", Text(Cluster.Configuration), "found:"], NeededProgram.Folder);
        var client = new DiscoveryWalk(process);

        // 1. It learned them, and writes to them.
        var nodes = string.Join(' ', Cluster.NodePorts.Select(port => $"127.0.0.1:{Text(port)}"));
        await process.PrintsAsync($"ecad {nodes}", Deadline.InSeconds(15));
        await process.PrintsAsync($"nodes {nodes}", Deadline.InSeconds(15));
        await client.GoesOnAsync(250, Deadline.InSeconds(15));
        await BothHaveSomeAsync();

        // 2. A node ends.
        await Cluster.SignalAsync(0, Signal.Kill);
        var after = await Cluster.WholeAsync(Deadline.InSeconds(5), before.Version!.Value + 1);
        Assert.True((await Cluster.DiscoverAsync()).Version >= after.Version);
        await client.GoesOnAsync(250, Deadline.InSeconds(20));
        await BothHaveSomeAsync();

        // 3. Without the daemon nobody but the nodes can answer it.
        fixture.Up.Daemon.Send(Signal.Kill);
        await fixture.Up.Daemon.WaitAsync(Deadline.InSeconds(5));
        await client.GoesOnAsync(250, Deadline.InSeconds(20));
        await BothHaveSomeAsync();
        fixture.Up.Launch();
        await fixture.Up.WholeAsync(Deadline.InSeconds(20));
        Assert.Empty(client.WrongValues);
    }

    private async Task BothHaveSomeAsync()
    {
        string[] keys = [.. Enumerable.Range(0, 200).Select(number => $"found:{number}")];
        for (var node = 0; node < 2; node++) Assert.InRange((await Cluster.HeldAsync(node, keys)).Count, 20, 180);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
