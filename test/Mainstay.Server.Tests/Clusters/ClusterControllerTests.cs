using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Clusters;

public sealed class ClusterControllerTests
{
    private const string One = "pages-001";
    private const string Two = "pages-002";

    [Fact]
    public async Task Nodes_are_started_and_serve()
    {
        await using var rig = await ClusterRig.StartAsync();
        var topology = rig.Controller.Topology!;
        Assert.Single(rig.Told);
        Assert.Equal(["127.0.0.1", "127.0.0.1"], topology.Nodes.Select(node => node.Ip));
        Assert.All(topology.Nodes, node => Assert.StartsWith("1.6.", node.Version, StringComparison.Ordinal));
        await MemcachedText.SetAsync(rig.Ports[One], "k", "v");
        await Eventually.FineAsync(
            () => rig.Controller.Nodes.Single(node => node.Name == One) is { Health: NodeHealth.Online, Figures: { CurrItems: 2, LimitMaxBytes: 64 << 20 } } node && node.ProcessId == rig.Supervisor.ProcessId(One)
                ? null
                : $"{rig.Controller.Nodes[0]}",
            Deadline.InSeconds(5),
            "its figures are shown");
        Assert.True(rig.Controller.IsTurning);
    }

    [Fact]
    public async Task A_killed_node_serves_again_soon_empty_and_under_a_new_version()
    {
        await using var rig = await ClusterRig.StartAsync();
        await MemcachedText.SetAsync(rig.Ports[One], "k", "v");
        var before = rig.Controller.Topology!;
        var process = rig.Supervisor.ProcessId(One);
        rig.Send(One, Signal.Kill);
        await rig.SeesAsync(topology => topology.Node(One)!.Health == NodeHealth.Down && topology.Node(One)!.Outage > 0, 2, "it is down");
        var after = await rig.ServesAsync(One, before.Node(One)!.Life, 5);
        Assert.True(after.Version > before.Version);
        Assert.NotEqual(process, rig.Supervisor.ProcessId(One));
        Assert.False(await MemcachedText.HasAsync(rig.Ports[One], "k"));
        Assert.True(after.Node(Two)!.Serves);
    }

    [Fact]
    public async Task A_hung_node_is_silent_and_then_replaced()
    {
        await using var rig = await ClusterRig.StartAsync();
        var before = rig.Controller.Topology!;
        var process = rig.Supervisor.ProcessId(One);
        var stopped = TimeProvider.System.GetTimestamp();
        rig.Send(One, Signal.Stop);
        await rig.SeesAsync(topology => topology.Node(One)!.Health == NodeHealth.Silent, 5, "it is silent");
        Assert.True(TimeProvider.System.GetElapsedTime(stopped) > TimeSpan.FromSeconds(0.75));
        var after = await rig.ServesAsync(One, before.Node(One)!.Life, 8);
        Assert.True(after.Version > before.Version);
        Assert.NotEqual(process, rig.Supervisor.ProcessId(One));
    }

    [Fact]
    public async Task A_node_that_hung_for_less_is_emptied_and_serves()
    {
        await using var rig = await ClusterRig.StartAsync(spec => spec with { ReplaceAfter = TimeSpan.FromSeconds(30) });
        await MemcachedText.SetAsync(rig.Ports[One], "k", "v");
        var before = rig.Controller.Topology!;
        var process = rig.Supervisor.ProcessId(One);
        rig.Send(One, Signal.Stop);
        await rig.SeesAsync(topology => topology.Node(One)!.Health == NodeHealth.Silent, 5, "it is silent");
        rig.Send(One, Signal.Continue);
        var after = await rig.ServesAsync(One, before.Node(One)!.Life, 5);
        Assert.Equal(process, rig.Supervisor.ProcessId(One));
        Assert.True(after.Version > before.Version);
        Assert.False(await MemcachedText.HasAsync(rig.Ports[One], "k"));
        Assert.Contains("\nSTAT cmd_flush 2\r", await MemcachedText.AskAsync(rig.Ports[One], "stats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_is_not_emptied_before_endpoints_let_go_of_it()
    {
        await using var rig = await ClusterRig.StartAsync(spec => spec with { ReplaceAfter = TimeSpan.FromSeconds(30) });
        var life = rig.Controller.Topology!.Node(One)!.Life;
        var letGo = new TaskCompletionSource();
        rig.Hold = letGo.Task;
        rig.Send(One, Signal.Stop);
        await rig.SeesAsync(topology => topology.Node(One)!.Health == NodeHealth.Silent, 5, "it is silent");
        rig.Send(One, Signal.Continue);
        await rig.SeesAsync(topology => topology.Node(One)!.Health == NodeHealth.Syncing, 5, "it answers");
        Assert.Contains("\nSTAT cmd_flush 0\r", await MemcachedText.AskAsync(rig.Ports[One], "stats"), StringComparison.Ordinal);
        letGo.SetResult();
        await rig.ServesAsync(One, life, 5);
    }

    [Fact]
    public async Task A_later_daemon_goes_on_with_what_runs_in_the_same_version()
    {
        await using var rig = await ClusterRig.StartAsync();
        await MemcachedText.SetAsync(rig.Ports[One], "k", "v");
        var (before, process) = (rig.Controller.Topology!, rig.Supervisor.ProcessId(One));
        await rig.ReopenAsync();
        var after = await rig.SeesAsync(_ => true, 5, "it is published");
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Nodes, after.Nodes);
        Assert.True(after.Revision > before.Revision);
        Assert.Equal(process, rig.Supervisor.ProcessId(One));
        Assert.True(await MemcachedText.HasAsync(rig.Ports[One], "k"));
    }

    [Fact]
    public async Task What_ended_while_no_daemon_was_there_is_started_under_a_new_version()
    {
        await using var rig = await ClusterRig.StartAsync();
        var before = rig.Controller.Topology!;
        var process = rig.Supervisor.ProcessId(One)!.Value;
        await rig.ReopenAsync(() => SystemProcess.Send(process, Signal.Kill));
        var after = await rig.ServesAsync(One, before.Node(One)!.Life, 5);
        Assert.True(after.Version > before.Version);
        Assert.Equal(before.Node(Two)!.Life, after.Node(Two)!.Life);
    }

    [Fact]
    public async Task A_damaged_state_is_told_and_every_node_emptied()
    {
        await using var rig = await ClusterRig.StartAsync();
        await MemcachedText.SetAsync(rig.Ports[One], "k", "v");
        var version = rig.Controller.Topology!.Version;
        await rig.ReopenAsync(() => File.WriteAllText(rig.StateFile, "{ \"format\": 1, \"sta"));
        var after = await rig.SeesAsync(topology => topology.Nodes.All(node => node.Serves), 5, "all serve");
        Assert.True(after.Version >= version);
        Assert.False(await MemcachedText.HasAsync(rig.Ports[One], "k"));
        Assert.Contains(rig.Log.Lines, line => line.Contains("pages.cluster is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_somebody_else_has_is_told_and_the_node_serves_once_it_is_free()
    {
        await using var rig = ClusterRig.Make();
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        stranger.Bind(new IPEndPoint(IPAddress.Loopback, rig.Ports[One]));
        stranger.Listen();
        await rig.BeginAsync();
        await rig.SeesAsync(topology => topology.Node(Two)!.Serves && !topology.Node(One)!.Serves, 5, "the other one serves");
        await Eventually.TrueAsync(() => rig.Log.Lines.Any(line => line.Contains($"its port {rig.Ports[One]} is taken by process", StringComparison.Ordinal)), Deadline.InSeconds(5), "it is told");
        stranger.Dispose();
        await rig.ServesAsync(One, 0, 10);
    }

    [Fact]
    public async Task Somebody_else_s_memcached_at_a_node_s_port_is_neither_used_nor_emptied()
    {
        await using var rig = ClusterRig.Make();
        await using var stranger = OwnedProcess.Start("memcached", ["-u", "root", "-l", "127.0.0.1", "-U", "0", "-p", $"{rig.Ports[One]}"]);
        await Eventually.GetAsync(() => MemcachedText.AskAsync(rig.Ports[One], "set k 0 0 1\r\nv"), answer => answer == "STORED\r\n", Deadline.InSeconds(5), "it takes a key");
        await rig.BeginAsync();
        await rig.SeesAsync(topology => topology.Node(Two)!.Serves && topology.Node(One)!.Health == NodeHealth.Down, 5, "the other one serves");
        await Eventually.TrueAsync(() => rig.Log.Lines.Any(line => line.Contains("is taken by process", StringComparison.Ordinal)), Deadline.InSeconds(5), "it is told");
        Assert.DoesNotContain(rig.Told, topology => topology.Node(One)!.Serves);
        Assert.True(await MemcachedText.HasAsync(rig.Ports[One], "k"));
        Assert.True(stranger.Runs);
    }

    [Fact]
    public async Task Nodes_come_and_go_with_the_configuration()
    {
        await using var rig = await ClusterRig.StartAsync(null, One, Two, "pages-003");
        var spec = rig.Spec;
        var gone = rig.Supervisor.ProcessId("pages-003")!.Value;
        await rig.Controller.ConfigureAsync(spec with { Nodes = spec.Nodes.RemoveAt(2) });
        Assert.Equal(2, rig.Controller.Topology!.Nodes.Length);
        await Eventually.TrueAsync(() => !SystemProcess.Runs(gone), Deadline.InSeconds(5), "its process is gone");
        var version = rig.Controller.Topology.Version;
        await rig.Controller.ConfigureAsync(spec);
        var whole = await rig.SeesAsync(topology => topology.Version > version && topology.Nodes.Length == 3, 5, "it is back");
        Assert.True(whole.Node("pages-003")!.Serves);
    }
}
