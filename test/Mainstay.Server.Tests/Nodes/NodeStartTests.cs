using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Servers;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Nodes;

/// <summary>How managed nodes start, on real servers.</summary>
public sealed class NodeStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_starts_as_the_replica_of_nobody()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        Assert.Equal("slave", await rig.InfoAsync("main-001", "replication", "role"));
        Assert.Equal("0", await rig.InfoAsync("main-001", "replication", "master_port"));
        Assert.Equal("READONLY", (await rig.AskAsync("main-001", "SET", "a", "1")).ErrorWord);
    }

    [Fact]
    public async Task A_former_primary_starts_sealed_with_its_history_and_its_data()
    {
        await using var rig = NodeRig.Make("main-001", "main-002");
        await rig.StartAsync("main-001");
        await rig.StartAsync("main-002");
        await rig.ReplicateAsync("main-001", "main-002");
        await rig.AskAsync("main-001", "SET", "a", "1");
        var (id, offset) = (await rig.InfoAsync("main-001", "replication", "master_replid"), await Offset(rig, "main-001"));

        await rig.Supervisor.StopAllAsync(TimeSpan.FromSeconds(10), Cancel);
        await rig.StartAsync("main-001");

        Assert.Equal("slave", await rig.InfoAsync("main-001", "replication", "role"));
        Assert.Equal(id, await rig.InfoAsync("main-001", "replication", "master_replid"));
        Assert.True(await Offset(rig, "main-001") >= offset);
        Assert.Equal("1", (await rig.AskAsync("main-001", "GET", "a")).Text);
    }

    [Fact]
    public async Task A_node_that_runs_is_not_started_again()
    {
        await using var rig = NodeRig.Make();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.StartAsync()));
        Assert.Single(results.Distinct());
        Assert.Equal(results[0], await rig.StartAsync());
    }

    [Fact]
    public async Task Its_process_is_alone_in_a_session_with_no_file_of_ours()
    {
        await using var rig = NodeRig.Make();
        var pid = await rig.StartAsync();
        var stat = await File.ReadAllTextAsync($"/proc/{pid}/stat", Cancel);
        Assert.Equal(pid, int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture));

        var files = new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos().ToDictionary(f => f.Name, f => f.LinkTarget!);
        Assert.Equal("/dev/null", files["0"]);
        Assert.Equal(rig.Files().Log, files["1"]);
        Assert.Equal(rig.Files().Log, files["2"]);
        var ours = new HashSet<string>([rig.Files().Log, "/dev/null", "anon_inode:[eventpoll]"]);
        Assert.All(files.Values, f => Assert.True(ours.Contains(f) || f.StartsWith("socket:", StringComparison.Ordinal) || f.StartsWith("pipe:", StringComparison.Ordinal), f));
        Assert.Equal(2, files.Values.Count(f => f.StartsWith("pipe:", StringComparison.Ordinal))); // its own wake-up

        // Signals are as they are by default; the server itself ignores SIGHUP (1), SIGPIPE (13) and SIGALRM (14).
        Assert.Equal(0b11_0000_0000_0001UL, Mask(pid, "SigIgn:"));
        Assert.Equal(0UL, Mask(pid, "SigBlk:"));
    }

    [Fact]
    public async Task Its_files_are_its_owners_and_passwords_are_only_where_they_must_be()
    {
        await using var rig = NodeRig.Make();
        var pid = await rig.StartAsync();
        Assert.Equal("OK", (await rig.AskAsync("main-001", "SAVE")).Text);
        foreach (var file in Directory.EnumerateFiles(rig.Root, "*", SearchOption.AllDirectories).Where(f => f != rig.Socket() && !f.EndsWith("/lock", StringComparison.Ordinal)))
        {
            Assert.True(File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), $"{file} {File.GetUnixFileMode(file)}");
            var text = await File.ReadAllTextAsync(file, Cancel);
            var (control, replication) = (text.Contains(rig.Credentials.ControlPassword, StringComparison.Ordinal), text.Contains(rig.Credentials.ReplicationPassword, StringComparison.Ordinal));
            Assert.True(!control || file.EndsWith("/credentials.json", StringComparison.Ordinal), file);
            Assert.True(!replication || file.EndsWith("/credentials.json", StringComparison.Ordinal) || file == rig.Files().Configuration, file);
        }
        foreach (var folder in Directory.EnumerateDirectories(rig.Root, "*", SearchOption.AllDirectories))
            Assert.True(File.GetUnixFileMode(folder) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), folder);
        Assert.DoesNotContain(rig.Credentials.ControlPassword, await File.ReadAllTextAsync($"/proc/{pid}/cmdline", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Credentials.ControlPassword, rig.Credentials.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_control_user_may_everything_and_the_replication_user_may_only_replicate()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        using var control = await RespClient.ConnectAsync(rig.Ports["main-001"]);
        Assert.Equal("OK", (await control.CallAsync("AUTH", NodeCredentials.ControlUser, rig.Credentials.ControlPassword)).Text);
        Assert.Equal("OK", (await control.CallAsync("CONFIG", "SET", "min-replicas-to-write", "1")).Text);
        using var replication = await RespClient.ConnectAsync(rig.Ports["main-001"]);
        Assert.Equal("OK", (await replication.CallAsync("AUTH", NodeCredentials.ReplicationUser, rig.Credentials.ReplicationPassword)).Text);
        Assert.Equal("NOPERM", (await replication.CallAsync("GET", "a")).ErrorWord);
        Assert.Equal("PONG", (await replication.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task A_data_path_longer_than_a_sockets_address_works()
    {
        await using var rig = NodeRig.Make(TempFolder.CreateLong(220));
        await rig.StartAsync();
        Assert.True(rig.Files().Configuration.Length > 220);
        Assert.True(File.Exists(rig.Socket()));
        var pid = rig.Supervisor.Activity("main-001")!.ProcessId;
        await rig.CloseAsync();
        rig.Open();
        Assert.Equal(["main-001"], await rig.Supervisor.AdoptAsync(Cancel));
        Assert.Equal(pid, rig.Supervisor.Activity("main-001")!.ProcessId);
    }

    [Fact]
    public async Task A_lost_data_directory_is_told_and_a_fresh_one_takes_its_place()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        Directory.Delete(rig.Files().Data, recursive: true);

        Assert.Contains("is gone", Assert.IsType<ActionResult.DataMissing>(await rig.Supervisor.StartAsync("main-001", Cancel)).Why, StringComparison.Ordinal);
        Assert.False(Directory.Exists(rig.Files().Data));
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.ReplaceAsync("main-001", Cancel));
        Assert.Equal("0", await rig.InfoAsync("main-001", "replication", "master_port"));
    }

    [Fact]
    public async Task A_damaged_data_file_is_told_as_lost_data_and_kept_when_the_node_is_replaced()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        await File.WriteAllTextAsync(Path.Combine(rig.Files().Data, "dump.rdb"), "REDIS0010 and then nonsense", Cancel);

        Assert.Contains("is damaged", Assert.IsType<ActionResult.DataMissing>(await rig.Supervisor.StartAsync("main-001", Cancel)).Why, StringComparison.Ordinal);
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.ReplaceAsync("main-001", Cancel));
        var saved = Assert.Single(rig.Supervisor.SavedTails("main-001"));
        Assert.StartsWith("REDIS0010 and", await File.ReadAllTextAsync(Path.Combine(rig.Files().Saved, saved, "dump.rdb"), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_is_none_any_more_is_told_as_lost_and_replaced()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        await rig.Supervisor.KillAsync("main-001", null, Cancel);
        Directory.Delete(rig.Files().Data, recursive: true);
        await File.WriteAllTextAsync(rig.Files().Data, "not a folder", Cancel);
        Assert.IsType<ActionResult.DataMissing>(await rig.Supervisor.StartAsync("main-001", Cancel));
        Assert.Equal(new ActionResult.Done(), await rig.Supervisor.ReplaceAsync("main-001", Cancel));
        Assert.Equal(["0001-replaced"], rig.Supervisor.SavedTails("main-001"));
    }

    [Fact]
    public async Task A_start_that_fails_is_told_with_the_last_lines_of_the_log()
    {
        await using var rig = NodeRig.Make();
        var spec = new NodeSpec { Name = "lost-001", Address = new NodeAddress("127.0.0.1", rig.Ports["main-001"]), UnixSocket = rig.Root + "/nowhere/socket" };
        await using var supervisor = new NodeSupervisor([spec], EngineBinary.Find(Engine.Redis), rig.Data, rig.Credentials, TimeProvider.System, NullLoggerFactory.Instance);
        var failed = Assert.IsType<ActionResult.Failed>(await supervisor.StartAsync("lost-001", Cancel));
        Assert.Contains("exit status 1", failed.Why, StringComparison.Ordinal);
        Assert.Matches("(?i)opening unix socket: bind: No such file or directory", failed.Why);
        Assert.Equal("exit status 1", (await supervisor.Exits.ReadAsync(Cancel)).How);
    }

    [Fact]
    public async Task A_taken_port_is_told_with_who_holds_it()
    {
        await using var rig = NodeRig.Make();
        await using var byHand = await RedisServer.StartAsync(rig.Ports["main-001"]);
        var failed = Assert.IsType<ActionResult.Failed>(await rig.Supervisor.StartAsync("main-001", Cancel));
        Assert.Contains($"port {rig.Ports["main-001"]} is taken by process {byHand.ProcessId} (redis-server", failed.Why, StringComparison.Ordinal);
        Assert.True(SystemProcess.Runs(byHand.ProcessId));
    }

    [Fact]
    public async Task An_empty_server_started_by_hand_in_the_primarys_place_does_not_empty_the_replicas()
    {
        await using var rig = NodeRig.Make("main-001", "main-002");
        await rig.StartAsync("main-001");
        await rig.StartAsync("main-002");
        await rig.ReplicateAsync("main-001", "main-002");
        await rig.AskAsync("main-001", "SET", "a", "1");
        await Eventually.GetAsync(() => rig.AskAsync("main-002", "GET", "a"), r => r.Text == "1", Deadline.InSeconds(5), "the replica has the key");
        await rig.Supervisor.KillAsync("main-001", null, Cancel);

        await using var byHand = await RedisServer.StartAsync(rig.Ports["main-001"], "--repl-diskless-sync-delay", "0");
        await Eventually.TrueAsync(() => File.ReadAllText(rig.Files("main-002").Log).Contains("Unable to AUTH to MASTER", StringComparison.Ordinal), Deadline.InSeconds(10), "the replica tries it and is refused");
        Assert.Equal("1", (await rig.AskAsync("main-002", "GET", "a")).Text);
        Assert.Equal("down", await rig.InfoAsync("main-002", "replication", "master_link_status"));
    }

    [Fact]
    public async Task One_former_log_is_kept()
    {
        await using var rig = NodeRig.Make();
        for (var start = 0; start < 3; start++)
        {
            var pid = await rig.StartAsync();
            Assert.Contains($"pid={pid},", await File.ReadAllTextAsync(rig.Files().Log, Cancel), StringComparison.Ordinal);
            if (start > 0) Assert.DoesNotContain($"pid={pid},", await File.ReadAllTextAsync(rig.Files().FormerLog, Cancel), StringComparison.Ordinal);
            await rig.Supervisor.KillAsync("main-001", null, Cancel);
        }
        Assert.Equal(2, Directory.GetFiles(rig.Data.Nodes, "main-001.log*").Length);
    }

    [Fact]
    public async Task A_log_that_grows_too_long_is_cut_while_the_server_writes_it()
    {
        await using var rig = NodeRig.Make();
        await rig.StartAsync();
        var before = new string('x', (int)NodeLog.Longest + 1);
        await File.AppendAllTextAsync(rig.Files().Log, before, Cancel);
        NodeLog.Limit(rig.Files());
        Assert.True(new FileInfo(rig.Files().FormerLog).Length > NodeLog.Longest);
        await Eventually.TrueAsync(() => new FileInfo(rig.Files().Log).Length is > 0 and < 100_000, Deadline.InSeconds(5), "a sealed node's attempts are logged at the beginning of the cut file");
        Assert.DoesNotContain('\0', await File.ReadAllTextAsync(rig.Files().Log, Cancel));
        NodeLog.Limit(rig.Files());
        Assert.True(new FileInfo(rig.Files().FormerLog).Length > NodeLog.Longest); // not again
    }

    private static ulong Mask(int pid, string name) =>
        ulong.Parse(File.ReadAllLines($"/proc/{pid}/status").Single(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static async Task<long> Offset(NodeRig rig, string node) =>
        long.Parse(await rig.InfoAsync(node, "replication", "master_repl_offset"), CultureInfo.InvariantCulture);
}
