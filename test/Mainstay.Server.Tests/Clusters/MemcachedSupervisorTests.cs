using Mainstay.Core.Failover;
using Mainstay.Server.Clusters;
using Mainstay.Server.Nodes;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Clusters;

public sealed class MemcachedSupervisorTests
{
    private const string One = "pages-001";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_runs_as_it_is_configured_in_a_session_of_its_own()
    {
        await using var rig = ClusterRig.Make(spec => spec with { Memory = 32 << 20, ItemSize = 24 << 20, NodeConnections = 77, NodeThreads = 2 }, One);
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.StartAsync(One, Cancel));
        var process = rig.Supervisor.ProcessId(One)!.Value;
        Assert.Equal(process, SystemProcess.Group(process));
        Assert.Equal(process, rig.Supervisor.LaunchedProcessId(One));
        var settings = await MemcachedText.AskAsync(rig.Ports[One], "stats settings");
        Assert.Contains("STAT maxbytes 50331648\r", settings, StringComparison.Ordinal); // twice the largest item, or it would not start
        Assert.Contains("STAT item_size_max 25165824\r", settings, StringComparison.Ordinal);
        Assert.Contains("STAT maxconns 77\r", settings, StringComparison.Ordinal);
        Assert.Contains("STAT num_threads 2\r", settings, StringComparison.Ordinal);
        Assert.Contains("STAT udpport 0\r", settings, StringComparison.Ordinal);
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.StartAsync(One, Cancel));
        Assert.Equal(process, rig.Supervisor.ProcessId(One));
    }

    [Fact]
    public async Task A_node_whose_identity_was_lost_is_known_again_at_its_port()
    {
        await using var rig = ClusterRig.Make(null, One);
        await rig.Supervisor.StartAsync(One, Cancel);
        var process = rig.Supervisor.ProcessId(One);
        File.Delete(Path.Combine(rig.Data.Nodes, One + ".json"));
        await using var later = new MemcachedSupervisor(rig.Spec.Nodes, rig.Spec, rig.Data, TimeProvider.System, rig.Log);
        Assert.Equal([One], await later.AdoptAsync(Cancel));
        Assert.Equal(process, later.ProcessId(One));
        Assert.Null(later.LaunchedProcessId(One));
    }

    [Fact]
    public async Task Ends_are_told_also_of_what_was_adopted()
    {
        await using var rig = ClusterRig.Make();
        foreach (var node in rig.Ports.Keys) await rig.Supervisor.StartAsync(node, Cancel);
        await using var later = new MemcachedSupervisor(rig.Spec.Nodes, rig.Spec, rig.Data, TimeProvider.System, rig.Log);
        await later.AdoptAsync(Cancel);
        NodeExit? told = null;
        later.Exited += exit => told = exit;
        var process = later.ProcessId(One)!.Value;
        Assert.Equal(new ActionResult.Done(), await later.KillAsync(One, Cancel));
        await Eventually.TrueAsync(() => told is { Node: One } exit && exit.ProcessId == process, Deadline.InSeconds(2), "its end is told");
        Assert.Null(later.ProcessId(One));
        Assert.Equal(new ActionResult.Done(), await later.KillAsync(One, Cancel));
    }

    [Fact]
    public async Task All_are_stopped_a_hung_one_too()
    {
        await using var rig = ClusterRig.Make();
        foreach (var node in rig.Ports.Keys) await rig.Supervisor.StartAsync(node, Cancel);
        rig.Send(One, Signal.Stop);
        await rig.Supervisor.StopAllAsync(TimeSpan.FromSeconds(5), Cancel);
        Assert.All(rig.Ports.Keys, node => Assert.Null(rig.Supervisor.ProcessId(node)));
    }

    [Fact]
    public async Task A_node_that_ends_during_its_start_is_told_with_its_log()
    {
        await using var rig = ClusterRig.Make(spec => spec with { NodeThreads = 0 }, One);
        var failed = Assert.IsType<ActionResult.Failed>(await rig.Supervisor.StartAsync(One, Cancel));
        Assert.Contains("ended while it started", failed.Why, StringComparison.Ordinal);
        Assert.Contains("threads", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_too_old_is_told_with_what_to_do()
    {
        using var folder = TempFolder.Create();
        var path = folder.Combine("memcached");
        File.WriteAllText(path, "#!/bin/sh\necho memcached 1.5.6\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var missing = Assert.Throws<EngineMissingException>(() => MemcachedBinary.Find(folder.Path));
        Assert.Contains("is version 1.5.6; managed nodes need 1.6.0 or newer. Install a newer memcached", missing.Message, StringComparison.Ordinal);
        Assert.True(MemcachedBinary.Find().Version >= MemcachedBinary.Oldest);
    }
}
