using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Daemons;

/// <summary>Data servers outlive the daemon, and a daemon started again takes them over as they are.</summary>
public sealed class DaemonDeathTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private UpProcess Up => fixture.Up;

    [Fact]
    public async Task A_killed_daemon_leaves_the_nodes_and_the_next_adopts_them()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        var nodes = await Up.NodesAsync();
        await Up.WriteEverywhereAsync("adopted", "yes");

        await KillDaemonAsync();
        Assert.All(nodes, node => Assert.True(node.Runs, $"{node.Name} died with the daemon"));
        var primary = nodes.Single(node => node.Name == before.Primary);
        Assert.Equal("OK", (await RespClient.AskAsync(primary.Port, "SET", "alone", "1")).Text);

        Up.Launch();
        var after = await Up.WholeAsync(Deadline.InSeconds(10));
        Assert.Equal((before.Term, before.Primary), (after.Term, after.Primary));
        Assert.Equal(nodes, await Up.NodesAsync());
        Assert.Equal("yes", await Up.ReadAsync("adopted"));
        Assert.Equal("1", await Up.ReadAsync("alone"));
    }

    [Fact]
    public async Task The_end_of_an_adopted_primary_is_known_at_once()
    {
        await Up.WholeAsync(Deadline.InSeconds(15));
        await KillDaemonAsync();
        Up.Launch();
        var before = await Up.WholeAsync(Deadline.InSeconds(10));

        var primary = await Up.PrimaryAsync();
        primary.Send(Signal.Kill);
        var since = Deadline.InSeconds(10);
        await Up.WriteAsync("after", "1");
        Assert.True(since.Elapsed < TimeSpan.FromMilliseconds(900) * Machine.Slack, $"writes resumed after {since.Elapsed.TotalMilliseconds:0} ms, as late as by silence");
        await Up.Daemon.PrintsAsync($"{primary.Name} is gone (its process ended)", Deadline.InSeconds(5));
        await Up.WholeAsync(since, before.Term + 1);
    }

    [Fact]
    public async Task Daemon_and_primary_killed_together_fail_over_when_the_daemon_is_back()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        await Up.WriteEverywhereAsync("survives", "yes");
        var primary = await Up.PrimaryAsync();

        SystemProcess.Send(Up.Daemon.Id, Signal.Kill);
        primary.Send(Signal.Kill);
        await Up.Daemon.WaitAsync(Deadline.InSeconds(5));
        Up.Launch();

        var after = await Up.WholeAsync(Deadline.InSeconds(10), before.Term + 1);
        Assert.NotEqual(before.Primary, after.Primary);
        Assert.Equal("yes", await Up.ReadAsync("survives"));
    }

    [Fact]
    public async Task Data_servers_are_in_sessions_of_their_own_so_that_a_terminals_signals_spare_them()
    {
        await Up.WholeAsync(Deadline.InSeconds(15));
        foreach (var node in await Up.NodesAsync()) Assert.NotEqual(Up.Daemon.Id, SystemProcess.Group(node.ProcessId));
    }

    private async Task KillDaemonAsync()
    {
        Up.Daemon.Send(Signal.Kill);
        await Up.Daemon.WaitAsync(Deadline.InSeconds(5));
    }
}
