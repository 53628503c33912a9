using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Caching;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>Daemons come and go; nodes and what they have stay.</summary>
public sealed class DaemonTests(UpFixture fixture, ITestOutputHelper output) : IClassFixture<UpFixture>
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 300).Select(number => $"kept:{number}")];

    private RunningCluster Pages => fixture.Up.Pages;

    [Fact]
    public async Task A_killed_daemons_nodes_are_adopted_with_all_they_have_and_nothing_is_told_anew()
    {
        var before = await Pages.WholeAsync(Deadline.InSeconds(10));
        await WriteAsync();
        var processes = await ProcessesAsync(Pages);
        await KillDaemonAsync();
        Assert.All(processes, process => Assert.True(SystemProcess.Runs(process), "a node died with the daemon"));
        await LaunchAsync();
        var after = await Pages.WholeAsync(Deadline.InSeconds(10));
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(processes, await ProcessesAsync(Pages));
        Assert.Equal(before.Version, (await Pages.DiscoverAsync()).Version);
        Assert.Equal(Keys.Length, await ReadAsync());
    }

    [Fact]
    public async Task A_node_that_ended_while_no_daemon_was_there_is_told_of_and_the_others_keep_theirs()
    {
        var before = await Pages.WholeAsync(Deadline.InSeconds(10));
        await WriteAsync();
        var processes = await ProcessesAsync(Pages);
        var others = await Pages.HeldAsync(1, Keys);
        await KillDaemonAsync();
        SystemProcess.Send(processes[0], Signal.Kill);
        await Eventually.TrueAsync(() => !SystemProcess.Runs(processes[0]), Deadline.InSeconds(2), "the node is gone");
        await LaunchAsync();
        var after = await Pages.WholeAsync(Deadline.InSeconds(10), before.Version!.Value + 1);
        Assert.True((await Pages.DiscoverAsync()).Version >= after.Version);
        Assert.Equal(processes[1], await Pages.ProcessAsync(1));
        Assert.NotEqual(processes[0], await Pages.ProcessAsync(0));
        Assert.Equal(others.Count, await ReadAsync());
    }

    [Fact]
    public async Task Five_hundred_writes_a_second_go_on_while_the_next_version_takes_over_again_and_again()
    {
        await using var daemon = await ClusterDaemon.StartAsync();
        var cluster = daemon.Cluster;
        var before = await daemon.WholeAsync();
        var processes = await ProcessesAsync(cluster);
        await using var fleet = await CacheFleet.StartAsync(new CacheFleetOptions { Cluster = cluster, Run = "upgrade", RequestsPerSecond = 1000, WritesOfHundred = 50 });
        fleet.Mark();
        for (var round = 0; round < 2; round++)
        {
            var old = daemon.Daemon;
            var next = daemon.Launch("--take-over", "--drain", "2s");
            Assert.True(await old.WaitAsync(Deadline.InSeconds(30)) == 0, $"{old.Describe()}\n{next.Describe()}");
            await fleet.FlowsAsync(20, Deadline.InSeconds(10));
            Assert.Equal(before.Version, (await daemon.WholeAsync()).Version);
        }

        var findings = await fleet.StopAsync();
        output.WriteLine($"{findings}");
        Assert.True(findings.Failures.Count == 0 && findings.Faults.Count == 0, $"{findings}\n{daemon.Daemon.Describe()}");
        Assert.True(findings.Requests.All(request => request.Answer.Outcome != CacheOutcome.Miss), $"{findings}");
        Assert.Equal(processes, await ProcessesAsync(cluster));
    }

    private static async Task<int[]> ProcessesAsync(RunningCluster cluster) => [await cluster.ProcessAsync(0), await cluster.ProcessAsync(1)];

    private async Task WriteAsync()
    {
        using var client = await Pages.ConnectAsync();
        foreach (var key in Keys) Assert.Equal("STORED", await client.SetAsync(key, $"value of {key}"));
    }

    private async Task<int> ReadAsync()
    {
        using var client = await Pages.ConnectAsync();
        var found = 0;
        foreach (var key in Keys)
        {
            if (await client.GetAsync(key) is not { } value) continue;
            Assert.Equal($"value of {key}", value);
            found++;
        }

        return found;
    }

    private async Task KillDaemonAsync()
    {
        fixture.Up.Daemon.Send(Signal.Kill);
        await fixture.Up.Daemon.WaitAsync(Deadline.InSeconds(5));
    }

    private async Task LaunchAsync()
    {
        fixture.Up.Launch();
        await fixture.Up.WholeAsync(Deadline.InSeconds(20));
    }
}
