using Mainstay.Core.Failover;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>How nodes end, and what becomes of their data, on real servers.</summary>
public sealed class NodeEndTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_end_of_a_process_is_known_at_once_and_leaves_no_zombie()
    {
        await using var rig = NodeRig.Make();
        var pid = await rig.StartAsync();
        var watch = TimeProvider.System.GetTimestamp();
        SystemProcess.Send(pid, Signal.Kill);
        var exit = await rig.NextExitAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"own child, known after {TimeProvider.System.GetElapsedTime(watch).TotalMilliseconds:0.0} ms");
        Assert.Equal(("main-001", pid, "killed by SIGKILL"), (exit.Node, exit.ProcessId, exit.How));
        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.Null(rig.Supervisor.Activity("main-001"));
    }

    [Fact]
    public async Task A_process_that_ends_by_itself_tells_its_status()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        SystemProcess.Send(rig.Supervisor.Activity("main-001")!.ProcessId, Signal.Terminate);
        Assert.Equal("exit status 0", (await rig.NextExitAsync()).How);
    }

    [Fact]
    public async Task Kill_ends_the_process_it_was_asked_for_and_no_other()
    {
        await using var rig = NodeRig.Make();
        var pid = await rig.StartAsync();
        var other = new string('0', 40);
        Assert.Contains($"not {other}", Assert.IsType<ActionResult.Failed>(await rig.Supervisor.KillAsync("main-001", other, Cancel)).Why, StringComparison.Ordinal);
        Assert.True(SystemProcess.Runs(pid));
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.KillAsync("main-001", await rig.InfoAsync("main-001", "server", "run_id"), Cancel));
        Assert.False(SystemProcess.Runs(pid));
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.KillAsync("main-001", other, Cancel)); // nothing runs: nothing to end
    }

    [Fact]
    public async Task A_stopped_process_that_was_adopted_is_known_by_its_last_run_id()
    {
        await using var rig = NodeRig.Make();
        var pid = await rig.StartAsync();
        var runId = await rig.InfoAsync("main-001", "server", "run_id");
        await rig.CloseAsync();
        SystemProcess.Send(pid, Signal.Stop);
        await Eventually.TrueAsync(() => SystemProcess.State(pid) == 'T', Deadline.InSeconds(5), "it is stopped");

        rig.Open();
        Assert.Equal(["main-001"], await rig.Supervisor.AdoptAsync(Cancel));
        Assert.Equal('T', rig.Supervisor.Activity("main-001")!.State);
        Assert.IsType<ActionResult.Failed>(await rig.Supervisor.KillAsync("main-001", new string('0', 40), Cancel));
        Assert.True(SystemProcess.Runs(pid));
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.KillAsync("main-001", runId, Cancel));
        Assert.Equal(pid, (await rig.NextExitAsync()).ProcessId);
    }

    [Fact]
    public async Task Activity_tells_a_busy_process_from_an_idle_one()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        var before = rig.Supervisor.Activity("main-001")!;
        var script = rig.AskAsync("main-001", "EVAL", "local i=0 while true do i=i+1 end", "0");
        await Eventually.TrueAsync(() => rig.Supervisor.Activity("main-001")! is { State: 'R' } now && now.ProcessorTicks > before.ProcessorTicks, Deadline.InSeconds(5), "its processor time grows");
        await Eventually.GetAsync(() => rig.AskAsync("main-001", "PING"), r => r.ErrorWord == "BUSY", Deadline.InSeconds(5), "it answers BUSY");
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        await Assert.ThrowsAnyAsync<IOException>(() => script);
    }

    [Fact]
    public async Task Stopping_all_lets_them_write_their_files_and_leaves_none()
    {
        await using var rig = NodeRig.Make("main-001", "main-002", "main-003");
        foreach (var node in rig.Ports.Keys) await rig.StartAsync(node);
        await rig.ReplicateAsync("main-001", "main-002");
        await rig.AskAsync("main-001", "SET", "a", "1");
        var hung = rig.Supervisor.Activity("main-003")!.ProcessId;
        SystemProcess.Send(hung, Signal.Stop);
        await Eventually.TrueAsync(() => SystemProcess.State(hung) == 'T', Deadline.InSeconds(5), "it is stopped");

        var watch = TimeProvider.System.GetTimestamp();
        await rig.Supervisor.StopAllAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.True(TimeProvider.System.GetElapsedTime(watch) < TimeSpan.FromSeconds(15)); // it did not wait out the grace for the stopped one
        Assert.Empty(SystemProcess.UsingFolder(rig.Root));
        Assert.True(File.Exists(Path.Combine(rig.Files("main-001").Data, "dump.rdb")));
        await rig.StartAsync("main-001");
        Assert.Equal("1", (await rig.AskAsync("main-001", "GET", "a")).Text);
    }

    [Fact]
    public async Task A_node_that_does_not_stop_in_time_is_killed()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        var script = rig.AskAsync("main-001", "EVAL", "while true do end", "0");
        await Eventually.GetAsync(() => rig.AskAsync("main-001", "PING"), r => r.ErrorWord == "BUSY", Deadline.InSeconds(5), "it answers BUSY");
        await rig.Supervisor.StopAllAsync(TimeSpan.FromMilliseconds(100), Cancel);
        Assert.Equal("killed by SIGKILL", (await rig.NextExitAsync()).How);
        await Assert.ThrowsAnyAsync<IOException>(() => script);
    }

    [Fact]
    public async Task Data_is_set_aside_whole_and_three_copies_are_kept()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        Assert.IsType<ActionResult.Failed>(await rig.Supervisor.SetAsideAsync("main-001", "term-1", Cancel)); // it runs
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.SetAsideAsync("main-001", "term-1", Cancel)); // it has no data
        Assert.Empty(rig.Supervisor.SavedTails("main-001"));

        for (var term = 2; term <= 5; term++)
        {
            await File.WriteAllTextAsync(Path.Combine(rig.Files().Data, "dump.rdb"), $"{term}", Cancel);
            Assert.Equal(new ActionResult.Done(), await rig.Supervisor.SetAsideAsync("main-001", $"term-{term}", Cancel));
            Assert.Empty(Directory.GetFileSystemEntries(rig.Files().Data));
        }
        Assert.Equal(["0002-term-3", "0003-term-4", "0004-term-5"], rig.Supervisor.SavedTails("main-001"));
        Assert.Equal("5", await File.ReadAllTextAsync(Path.Combine(rig.Files().Saved, "0004-term-5", "dump.rdb"), Cancel));

        var tail = rig.Supervisor.NewTailFile("main-001", "term-6 / main");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tail));
        Assert.Equal(["0003-term-4", "0004-term-5", "0005-term-6---main"], rig.Supervisor.SavedTails("main-001"));
        await rig.StartAsync();
    }

    [Fact]
    public async Task A_replica_of_a_managed_primary_resumes_where_it_was_when_both_come_back_from_their_files()
    {
        await using var rig = NodeRig.Make("main-001", "main-002");
        await rig.StartAsync("main-001");
        await rig.StartAsync("main-002");
        await rig.ReplicateAsync("main-001", "main-002");
        await rig.Supervisor.StopAllAsync(TimeSpan.FromSeconds(10), Cancel);
        await rig.StartAsync("main-001");
        await rig.StartAsync("main-002");
        Assert.Equal(await rig.InfoAsync("main-001", "replication", "master_replid"), await rig.InfoAsync("main-002", "replication", "master_replid"));
    }
}
