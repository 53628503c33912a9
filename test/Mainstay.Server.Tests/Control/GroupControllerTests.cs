using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control.Probing;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Control;

/// <summary>The whole control loop on real servers.</summary>
public class GroupControllerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_fresh_group_gets_its_first_node_as_primary_and_the_others_follow()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var topology = group.Gate.Serving!;
        Assert.Equal("main-001", topology.Primary!.Node);
        Assert.Equal("OK", (await group.Rig.AskAsync("main-001", "SET", "k", "v")).Text);
        var status = group.Controller.Status;
        Assert.Equal(topology.Primary.RunId, status.Topology.Primary!.RunId);
        Assert.Equal(["main-001", "main-002", "main-003"], status.Nodes.Select(node => node.Name));
        Assert.All(status.Nodes, node => Assert.Equal(group.ProcessId(node.Name), node.ProcessId));
        await Eventually.TrueAsync(() => group.Controller.Status.Nodes.All(node => node.LagBytes is >= 0 and < 1000 && node.Offset > 0), Deadline.InSeconds(5), "offsets and lags are known");
        Assert.NotEqual("", status.LastReason);

        // Each node is started once: an order that had its effect is not given again.
        Assert.Equal(3, group.Log.Lines.Count(line => line.Contains("StartNode ended", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_death_of_the_primary_is_answered_within_a_second_and_the_old_one_comes_back_as_a_replica()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var before = group.Gate.Serving!;
        for (var i = 0; i < 100; i++) await group.Rig.AskAsync("main-001", "SET", $"k:{i}", "v");
        await group.ReplicatedAsync();

        var killed = TimeProvider.System.GetTimestamp();
        group.Send("main-001", Signal.Kill);
        var (at, topology) = await group.ServesAfterAsync(before.Term);
        var took = TimeProvider.System.GetElapsedTime(killed, at);
        output.WriteLine($"kill to publication: {took.TotalMilliseconds:0.0} ms");
        Assert.NotEqual("main-001", topology.Primary!.Node);
        Assert.True(took < TimeSpan.FromSeconds(1), $"{took}");
        Assert.Equal("OK", (await group.Rig.AskAsync(topology.Primary.Node, "SET", "after", "1")).Text);

        var whole = await group.WholeAsync(topology.Term);
        Assert.Equal(NodeRole.Replica, whole.Node("main-001")!.Role);
        await Eventually.GetAsync(() => group.Rig.AskAsync("main-001", "DBSIZE"), reply => reply.Text == "101", Deadline.InSeconds(10), "the old primary has all keys");
        Assert.Contains(topology.Term, group.Gate.Fenced);
    }

    [Fact]
    public async Task A_switchover_loses_nothing_and_a_dry_run_does_nothing()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var before = group.Gate.Serving!;
        for (var i = 0; i < 100; i++) await group.Rig.AskAsync("main-001", "SET", $"k:{i}", "v");

        // Copies are admitted a moment after they are online.
        await Eventually.GetAsync(() => group.AskAsync(new OperatorRequest.Switchover("main-003", DryRun: true)), dry => dry.Accepted, Deadline.InSeconds(5), "main-003 is fit");
        Assert.Equal(before.Term, group.Gate.Serving!.Term);

        var reply = await group.AskAsync(new OperatorRequest.Switchover("main-003", DryRun: false));
        Assert.True(reply.Accepted, reply.Summary);
        Assert.Equal(("main-001", "main-003"), (reply.From, reply.To));
        output.WriteLine($"switchover: {reply.Took?.TotalMilliseconds:0.0} ms");
        var whole = await group.WholeAsync(before.Term + 1);
        Assert.Equal("main-003", whole.Primary!.Node);
        Assert.Equal("100", (await group.Rig.AskAsync("main-003", "DBSIZE")).Text);

        var unfit = await group.AskAsync(new OperatorRequest.Switchover("main-009", DryRun: false));
        Assert.False(unfit.Accepted);
    }

    [Fact]
    public async Task While_paused_nothing_is_decided_and_afterwards_it_is_made_good()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var before = group.Gate.Serving!;
        Assert.True((await group.AskAsync(new OperatorRequest.Pause())).Accepted);
        await Eventually.TrueAsync(() => group.Controller.Status.Topology.State == GroupState.Paused, Deadline.InSeconds(5), "the pause is shown");

        group.Send("main-001", Signal.Kill);
        await Eventually.TrueAsync(() => group.Controller.Status.Topology.Node("main-001")!.Health == NodeHealth.Down, Deadline.InSeconds(5), "the death is shown");
        Assert.Equal(before.Term, group.Controller.Status.Topology.Term);
        Assert.Null(group.Rig.Supervisor.Activity("main-001"));

        Assert.True((await group.AskAsync(new OperatorRequest.Resume())).Accepted);
        var (_, topology) = await group.ServesAfterAsync(before.Term);
        Assert.NotEqual("main-001", topology.Primary!.Node);
        await group.WholeAsync(topology.Term);
    }

    [Fact]
    public async Task A_primary_that_hangs_is_left_after_the_detection_time_and_comes_back_as_a_replica()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var before = group.Gate.Serving!;
        var stopped = TimeProvider.System.GetTimestamp();
        group.Send("main-001", Signal.Stop);
        var (at, topology) = await group.ServesAfterAsync(before.Term);
        var took = TimeProvider.System.GetElapsedTime(stopped, at);
        output.WriteLine($"stop to publication: {took.TotalMilliseconds:0} ms");
        Assert.InRange(took.TotalMilliseconds, 880, 3000);
        Assert.NotEqual("main-001", topology.Primary!.Node);
        var whole = await group.WholeAsync(topology.Term);
        Assert.Equal(NodeRole.Replica, whole.Node("main-001")!.Role);
    }

    [Fact]
    public async Task A_restarted_controller_goes_on_with_the_same_term_and_fails_over_what_died_meanwhile()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var before = group.Gate.Serving!;
        var processes = before.Nodes.ToDictionary(node => node.Name, node => group.ProcessId(node.Name));
        await group.RestartAsync();
        await Eventually.TrueAsync(() => group.Controller.Status.Topology.State == GroupState.Serving, Deadline.InSeconds(10), "the group serves again");
        Assert.Equal(before.Term, group.Controller.Status.Topology.Term);
        Assert.Equal(before.Primary!.RunId, group.Controller.Status.Topology.Primary!.RunId);
        Assert.All(processes, process => Assert.Equal(process.Value, group.ProcessId(process.Key)));

        await group.RestartAsync(() => SystemProcess.Send(processes["main-001"], Signal.Kill));
        var (_, topology) = await group.ServesAfterAsync(before.Term);
        Assert.NotEqual("main-001", topology.Primary!.Node);
        await group.WholeAsync(topology.Term);
    }

    [Fact]
    public async Task A_broken_machine_is_replaced_from_what_is_committed_and_the_group_goes_on()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var before = group.Gate.Serving!;

        // No report at all is nothing that a prober gives: the machine stumbles over it.
        ((ISightings)group.Controller).Reported("main-001", null!);
        await Eventually.TrueAsync(() => group.Log.Lines.Any(line => line.Contains("Critical", StringComparison.Ordinal)), Deadline.InSeconds(5), "the defect is told");
        await Eventually.TrueAsync(() => group.Log.Lines.Count(line => line.Contains("answers as the primary of term", StringComparison.Ordinal)) == 1, Deadline.InSeconds(10), "another machine takes over");
        Assert.Equal(before.Primary!.RunId, group.Controller.Status.Topology.Primary!.RunId);
        Assert.DoesNotContain(group.Gate.Published, one => one.Topology.Term > before.Term);

        group.Send("main-001", Signal.Kill);
        var (_, topology) = await group.ServesAfterAsync(before.Term);
        Assert.NotEqual("main-001", topology.Primary!.Node);
        await group.WholeAsync(topology.Term);
    }

    [Fact]
    public async Task A_primary_restarted_by_hand_and_empty_costs_the_replicas_nothing()
    {
        await using var group = await GroupUnderControl.StartAsync();
        var before = group.Gate.Serving!;
        for (var i = 0; i < 100; i++) await group.Rig.AskAsync("main-001", "SET", $"k:{i}", "v");
        await group.ReplicatedAsync();
        group.Send("main-001", Signal.Kill);
        var data = group.Rig.Files("main-001").Data;
        foreach (var file in Directory.EnumerateFiles(data)) File.Delete(file);
        var (_, topology) = await group.ServesAfterAsync(before.Term);
        Assert.Equal(":100", $":{(await group.Rig.AskAsync(topology.Primary!.Node, "DBSIZE")).Text}");
        await group.WholeAsync(topology.Term);
        await Eventually.GetAsync(() => group.Rig.AskAsync("main-001", "DBSIZE"), reply => reply.Text == "100", Deadline.InSeconds(10), "the empty one was filled");
    }
}
