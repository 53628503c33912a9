using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Servers;
using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Nodes;

/// <summary>What befalls data servers, and that the group is whole again by itself.</summary>
public sealed class NodeFaultTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private UpProcess Up => fixture.Up;

    [Fact]
    public async Task A_killed_replica_comes_back_and_no_writer_notices()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        var replica = (await ReplicasAsync(before))[0];
        var (result, after) = await UnderWritersAsync("replica", () => replica.Send(Signal.Kill));
        Assert.Equal((before.Term, before.Primary), (after.Term, after.Primary));
        Assert.True(result is { ErrorCount: 0, Indeterminate: 0, Lost: 0, Doubled: 0 }, $"{result}");
    }

    [Fact]
    public async Task Both_replicas_killed_and_writes_go_on()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        var replicas = await ReplicasAsync(before);
        var (result, after) = await UnderWritersAsync("replicas", () =>
        {
            foreach (var replica in replicas) replica.Send(Signal.Kill);
        });
        Assert.Equal((before.Term, before.Primary), (after.Term, after.Primary));
        Assert.True(result is { ErrorCount: 0, Indeterminate: 0, Lost: 0, Doubled: 0 }, $"{result}");
    }

    [Fact]
    public async Task All_nodes_killed_at_once_come_back_with_what_they_had_saved()
    {
        await Up.WholeAsync(Deadline.InSeconds(15));
        await Up.WriteEverywhereAsync("saved", "yes");
        var nodes = await Up.NodesAsync();
        foreach (var node in nodes) Assert.Equal("OK", (await RespClient.AskAsync(node.Port, "SAVE")).Text);

        foreach (var node in nodes) node.Send(Signal.Kill);
        await Eventually.TrueAsync(() => nodes.All(node => !node.Runs), Deadline.InSeconds(5), "all three are gone");
        await Eventually.GetAsync(Up.NodesAsync, now => now.All(node => nodes.All(old => old.RunId != node.RunId)), Deadline.InSeconds(20), "all three run again");
        await Up.WholeAsync(Deadline.InSeconds(20));
        Assert.Equal("yes", await Up.ReadAsync("saved"));
    }

    [Fact]
    public async Task A_primary_restarted_by_hand_and_empty_wipes_nobody()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        await Up.WriteEverywhereAsync("kept", "yes");
        var primary = await Up.PrimaryAsync();

        primary.Send(Signal.Kill);
        await Eventually.TrueAsync(() => !primary.Runs, Deadline.InSeconds(5), "the primary is gone");
        await using (var byHand = await RedisServer.StartAsync(primary.Port))
        {
            Assert.Equal("0", (await RespClient.AskAsync(primary.Port, "DBSIZE")).Text);
            var after = await Eventually.GetAsync(Up.GroupAsync, group => group.Term > before.Term && group.State == "serving", Deadline.InSeconds(10), "another node leads");
            Assert.NotEqual(before.Primary, after.Primary);

            // Longer than a wiped replica would take to show it (about 1 s).
            await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = Up.Ports.Primary, Run = "by-hand" });
            await fleet.FlowsAsync(40, Deadline.InSeconds(10));
            var result = await fleet.StopAsync();
            Assert.True(result is { Lost: 0, Doubled: 0, ErrorCount: 0 }, $"{result}");
            Assert.Equal("yes", await Up.ReadAsync("kept"));
            foreach (var replica in await ReplicasAsync(before)) Assert.Equal("yes", (await RespClient.AskAsync(replica.Port, "GET", "kept")).Text);
        }

        await Up.WholeAsync(Deadline.InSeconds(15), before.Term + 1);
        Assert.Equal("yes", await Up.ReadAsync("kept"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_whose_data_is_gone_is_replaced_by_a_fresh_one(bool primary)
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        await Up.WriteEverywhereAsync("copied", "yes");
        var node = primary ? await Up.PrimaryAsync() : (await ReplicasAsync(before))[0];
        var folder = File.ResolveLinkTarget($"/proc/{node.ProcessId}/cwd", returnFinalTarget: false)!.FullName;
        Assert.StartsWith(Up.Data, folder, StringComparison.Ordinal);

        node.Send(Signal.Kill);
        Directory.Delete(folder, recursive: true);

        await Up.WholeAsync(Deadline.InSeconds(15), primary ? before.Term + 1 : before.Term);
        var fresh = await Eventually.GetAsync(() => Up.NodeAsync(node.Name), now => now.RunId != node.RunId, Deadline.InSeconds(15), $"{node.Name} runs again");
        await Up.WholeAsync(Deadline.InSeconds(15));
        await Eventually.GetAsync(() => RespClient.AskAsync(fresh.Port, "GET", "copied"), reply => reply.Text == "yes", Deadline.InSeconds(5), $"{node.Name} has the data again");
    }

    [Fact]
    public async Task A_hanging_primary_that_wakes_after_the_failover_takes_no_write()
    {
        for (var round = 0; round < 3; round++)
        {
            var before = await Up.WholeAsync(Deadline.InSeconds(15));
            var primary = await Up.PrimaryAsync();
            await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = Up.Ports.Primary, Run = $"wake-{round}" });
            fleet.Mark();
            primary.Send(Signal.Stop);
            await Eventually.GetAsync(Up.GroupAsync, group => group.Term > before.Term, Deadline.InSeconds(5), "the term grows");
            primary.Send(Signal.Continue);
            await fleet.FlowsAsync(20, Deadline.InSeconds(10));
            await Up.WholeAsync(Deadline.InSeconds(10), before.Term + 1);
            var result = await fleet.StopAsync();
            Assert.True(result is { LostLate: 0, Doubled: 0, OutOfOrder: 0, RefusedButThere: 0, ErrorCount: 0 }, $"{result}");
        }
    }

    private async Task<(FleetResult Result, GroupView After)> UnderWritersAsync(string run, Action befall)
    {
        var old = await Up.NodesAsync();
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = Up.Ports.Primary, Run = run });
        var since = Deadline.InSeconds(10);
        fleet.Mark();
        befall();
        await Eventually.GetAsync(Up.NodesAsync, now => now.Any(node => old.All(known => known.RunId != node.RunId)), since, "another process runs");
        var group = await Up.WholeAsync(since);
        await fleet.FlowsAsync(20, Deadline.InSeconds(10));
        return (await fleet.StopAsync(), group);
    }

    private async Task<IReadOnlyList<DataNode>> ReplicasAsync(GroupView group) => [.. (await Up.NodesAsync()).Where(node => node.Name != group.Primary)];
}
