using System.Text.Json.Nodes;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;
using Mainstay.Server.Nodes.Processes;
using Mainstay.Server.Store;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>Nodes outlive their daemon, however that ends, and a later one takes them over: real servers, real signals.</summary>
public sealed class NodeAdoptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_of_a_killed_daemon_go_on_and_are_adopted_and_their_end_is_known_at_once()
    {
        await using var rig = NodeRig.Make("main-001", "main-002");
        await StartElsewhereAsync(rig, daemon => daemon.Send(Signal.Kill));

        Assert.Equal(["main-001", "main-002"], await rig.Supervisor.AdoptAsync(Cancel));
        var pid = rig.Supervisor.Activity("main-001")!.ProcessId;
        Assert.Equal(pid, await rig.StartAsync("main-001"));

        var watch = TimeProvider.System.GetTimestamp();
        SystemProcess.Send(pid, Signal.Kill);
        var exit = await rig.NextExitAsync();
        Assert.Equal(("main-001", pid, "ended"), (exit.Node, exit.ProcessId, exit.How));
        TestContext.Current.TestOutputHelper?.WriteLine($"adopted, known after {TimeProvider.System.GetElapsedTime(watch).TotalMilliseconds:0.0} ms");
        Assert.Null(rig.Supervisor.Activity("main-001"));
        Assert.NotEqual(pid, await rig.StartAsync("main-001"));
    }

    [Theory]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Hangup)]
    [InlineData(Signal.Kill)]
    public async Task Nodes_survive_what_a_terminal_sends_to_the_daemons_process_group(Signal signal)
    {
        await using var rig = NodeRig.Make();
        await StartElsewhereAsync(rig, daemon => daemon.SendGroup(signal));
        Assert.Equal(["main-001"], await rig.Supervisor.AdoptAsync(Cancel));
        Assert.Equal("slave", await rig.InfoAsync("main-001", "replication", "role"));
    }

    [Fact]
    public async Task Nodes_survive_the_end_of_the_daemons_control_group_or_a_warning_says_that_they_will_not()
    {
        await using var service = TestControlGroups.TryMake();
        await using var rig = NodeRig.Make("main-001", "main-002");
        await rig.CloseAsync();
        await using var daemon = ChildHost.StartNodes(rig.Root, Nodes(rig), service?.Enter ?? []);
        await daemon.PrintsAsync("up, adopted []", Deadline.InSeconds(30));
        if (service is null)
        {
            // Who may not make control groups may not leave one either and has to say so, unless it is in none.
            Assert.Equal(InControlGroup(), daemon.Output.Contains("nodes stay in the", StringComparison.Ordinal));
            daemon.Send(Signal.Kill);
            await daemon.WaitAsync(Deadline.InSeconds(10));
            rig.Open();
            return;
        }

        Assert.DoesNotContain("KillMode=process", daemon.Output, StringComparison.Ordinal);
        Assert.Contains(daemon.Id, service.Processes());
        foreach (var pid in service.Processes()) SystemProcess.Send(pid, Signal.Kill);
        await daemon.WaitAsync(Deadline.InSeconds(10));
        Assert.Empty(service.Processes());

        rig.Open();
        Assert.Equal(["main-001", "main-002"], await rig.Supervisor.AdoptAsync(Cancel));
        Assert.Equal("PONG", (await rig.AskAsync("main-001", "PING")).Text);
    }

    [Fact]
    public async Task A_control_group_that_cannot_be_left_is_told_once()
    {
        await using var service = TestControlGroups.TryMake();
        if (service is null) return; // the test above has proven it
        await using var rig = NodeRig.Make("main-001", "main-002");
        await rig.CloseAsync();
        await using var daemon = ChildHost.StartNodes(rig.Root, Nodes(rig), service.EnterReadOnly);
        await daemon.PrintsAsync("up, adopted []", Deadline.InSeconds(30));
        Assert.Equal(2, daemon.Output.Split("KillMode=process").Length);
        Assert.Equal(3, service.Processes().Count);
        foreach (var pid in service.Processes()) SystemProcess.Send(pid, Signal.Kill);
        await daemon.WaitAsync(Deadline.InSeconds(10));

        rig.Open();
        Assert.Empty(await rig.Supervisor.AdoptAsync(Cancel));
    }

    [Fact]
    public async Task A_process_that_only_has_the_id_is_neither_adopted_nor_ended()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        var identity = JsonNode.Parse(await File.ReadAllTextAsync(rig.Files().Identity, Cancel))!;
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        await rig.CloseAsync();

        // Another program, and one that even names our configuration, each with the recorded id.
        await using var other = OwnedProcess.Start("sleep", ["60"]);
        await using var alike = OwnedProcess.Start("sh", ["-c", "read never < /dev/zero; exit", rig.Files().Configuration]);
        foreach (var process in (OwnedProcess[])[other, alike])
        {
            identity["processId"] = process.Id;
            if (process == other) identity["startTime"] = ProcessStat.Of(process.Id)!.StartTime;
            else identity["startTime"] = ProcessStat.Of(process.Id)!.StartTime - 1;
            await File.WriteAllTextAsync(rig.Files().Identity, identity.ToJsonString(), Cancel);
            rig.Open();
            Assert.Empty(await rig.Supervisor.AdoptAsync(Cancel));
            Assert.Equal(new ActionResult.Done(), await rig.Supervisor.KillAsync("main-001", null, Cancel));
            Assert.True(process.Runs);
            await rig.CloseAsync();
        }

        // The same id and start after a restart of the machine is another process, too.
        identity["startTime"] = ProcessStat.Of(alike.Id)!.StartTime;
        identity["bootId"] = "00000000-0000-0000-0000-000000000000";
        await File.WriteAllTextAsync(rig.Files().Identity, identity.ToJsonString(), Cancel);
        rig.Open();
        Assert.Empty(await rig.Supervisor.AdoptAsync(Cancel));
        Assert.True(alike.Runs);
    }

    [Fact]
    public async Task A_copied_data_directory_does_not_take_over_the_originals_nodes()
    {
        await using var rig = NodeRig.Make();
        var pid = await rig.StartAsync();
        using var elsewhere = TempFolder.Create();
        var copy = elsewhere.Combine("data");
        Assert.Equal(0, (await OwnedProcess.RunAsync("cp", ["-a", rig.Root, copy], Deadline.InSeconds(10))).Status);
        using var data = DataDirectory.Open(copy);
        await using var supervisor = new NodeSupervisor(
            [NodeRig.Spec(data, "main-001", rig.Ports["main-001"])], EngineBinary.Find(Engine.Redis), data, NodeCredentials.LoadOrCreate(data), TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Empty(await supervisor.AdoptAsync(Cancel));
        Assert.Contains($"process {pid} ", Assert.IsType<ActionResult.Failed>(await supervisor.StartAsync("main-001", Cancel)).Why, StringComparison.Ordinal);
        await supervisor.StopAllAsync(TimeSpan.Zero, Cancel);
        Assert.True(SystemProcess.Runs(pid));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_whose_identity_was_not_kept_is_found_at_its_port(bool thereIsAFormerOne)
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        var former = await File.ReadAllTextAsync(rig.Files().Identity, Cancel);
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        await rig.NextExitAsync();
        var pid = await rig.StartAsync();
        await rig.CloseAsync();
        if (thereIsAFormerOne) await File.WriteAllTextAsync(rig.Files().Identity, former, Cancel);
        else File.Delete(rig.Files().Identity);
        rig.Open();
        Assert.Equal(["main-001"], await rig.Supervisor.AdoptAsync(Cancel));
        Assert.Equal(pid, JsonNode.Parse(await File.ReadAllTextAsync(rig.Files().Identity, Cancel))!["processId"]!.GetValue<int>());
        Assert.Equal(pid, await rig.StartAsync());
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        Assert.Equal(pid, (await rig.NextExitAsync()).ProcessId);
    }

    [Fact]
    public async Task A_child_is_known_before_it_shows_its_command_line()
    {
        await using var child = OwnedProcess.Start("sleep", ["60"]);
        var identity = ProcessIdentity.OfChild(child.Id, "its.conf");
        Assert.Equal((child.Id, ProcessStat.Of(child.Id)!.StartTime, "its.conf"), (identity!.ProcessId, identity.StartTime, identity.Configuration));
        child.Send(Signal.Kill);
        await child.WaitAsync(Deadline.InSeconds(5));
        Assert.Null(ProcessIdentity.OfChild(child.Id, "its.conf"));
    }

    [Fact]
    public async Task A_damaged_identity_file_does_not_stop_a_start()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        await File.WriteAllTextAsync(rig.Files().Identity, "{", Cancel);
        await rig.StartAsync();
    }

    private static async Task StartElsewhereAsync(NodeRig rig, Action<OwnedProcess> end)
    {
        await rig.CloseAsync();
        await using var daemon = ChildHost.StartNodes(rig.Root, Nodes(rig));
        await daemon.PrintsAsync("up, adopted []", Deadline.InSeconds(30));
        end(daemon);
        await daemon.WaitAsync(Deadline.InSeconds(10));
        rig.Open();
    }

    private static IEnumerable<string> Nodes(NodeRig rig) => rig.Ports.Select(p => $"{p.Key}:{p.Value}");

    private static bool InControlGroup() =>
        File.ReadAllLines("/proc/self/cgroup").Any(l => (l.Contains("::", StringComparison.Ordinal) || l.Contains("name=", StringComparison.Ordinal)) && !l.EndsWith(":/", StringComparison.Ordinal));
}
