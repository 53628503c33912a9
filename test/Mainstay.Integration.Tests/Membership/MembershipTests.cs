using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Membership;

/// <summary>Nodes come and go while clients write.</summary>
public sealed class MembershipTests
{
    [Fact]
    public async Task A_fourth_node_comes_and_the_first_goes_under_load_without_an_error_or_a_lost_write()
    {
        await using var up = await UpProcess.StartAsync();
        var before = await up.GroupAsync();
        Assert.Equal("main-001", before.Primary);
        var first = await up.NodeAsync("main-001");
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = up.Ports.Primary, Run = "membership" });
        fleet.Mark();
        var since = Deadline.InSeconds(60);

        // 1. The verb returns when the newcomer has everything.
        var added = await up.VerbAsync("node", "add", "main", "main-004");
        Assert.True(added.Status == 0, $"{added}");
        var four = await up.WholeAsync(since);
        Assert.Equal(["main-001", "main-002", "main-003", "main-004"], four.Nodes.Select(node => node.Name));
        await fleet.FlowsAsync(20, since);

        // 2. The primary is moved before it goes; its process ends.
        var removed = await up.VerbAsync("node", "remove", "main", "main-001", "--yes");
        Assert.True(removed.Status == 0, $"{removed}");
        var three = await up.WholeAsync(since, before.Term + 1);
        Assert.Equal(["main-002", "main-003", "main-004"], three.Nodes.Select(node => node.Name));
        await Eventually.TrueAsync(() => !first.Runs, since, "the removed node's process ended");
        await fleet.FlowsAsync(20, since);

        // 3. Nobody noticed.
        var took = since.Elapsed;
        var result = await fleet.StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.TotalSeconds:0.0} s: {result}");
        Assert.Empty(result.Errors);
        Assert.Equal((0, 0, 0, 0, 0), (result.Lost, result.Indeterminate, result.Doubled, result.OutOfOrder, result.RefusedButThere));
        Assert.True(result.Acknowledged > took.TotalSeconds * 1000 / 2 / Machine.Slack, $"the load was no load: {took.TotalSeconds:0.0} s, {result}");
    }

    [Fact]
    public async Task A_removal_that_was_committed_stands_when_the_daemon_is_killed_right_after_it()
    {
        await using var up = await UpProcess.StartAsync();
        Assert.Equal(0, (await up.VerbAsync("node", "add", "main", "main-004")).Status);
        var before = await up.WholeAsync(Deadline.InSeconds(20));
        var first = await up.NodeAsync("main-001");
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = up.Ports.Primary, Run = "removal" });
        await fleet.FlowsAsync(20, Deadline.InSeconds(10));

        // 1. The answer says that it is committed; the daemon has no time for anything more.
        await OperatorClient.RemoveNodeAsync(up.Ports.Web, "main-001");
        SystemProcess.Send(up.Daemon.Id, Signal.Kill);
        await up.Daemon.WaitAsync(Deadline.InSeconds(5));

        // 2. The next daemon has three nodes, and the fourth is nobody's.
        up.Launch();
        var since = Deadline.InSeconds(30);
        var after = await up.WholeAsync(since, before.Term + 1);
        Assert.Equal(["main-002", "main-003", "main-004"], after.Nodes.Select(node => node.Name));
        await Eventually.TrueAsync(() => !first.Runs, since, "the removed node's process ended");
        await fleet.FlowsAsync(20, since);
        await up.WholeAsync(since, after.Term);
        Assert.Equal(3, (await up.GroupAsync()).Nodes.Count);

        // 3. What was acknowledged is there. Connections broke with the daemon; nothing else did.
        var result = await fleet.StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{result}");
        Assert.Equal((0, 0, 0, 0), (result.Lost, result.Doubled, result.OutOfOrder, result.RefusedButThere));
        Assert.All(result.Errors.Keys, error => Assert.True(error.StartsWith("connect", StringComparison.Ordinal), $"{result}"));
    }
}
