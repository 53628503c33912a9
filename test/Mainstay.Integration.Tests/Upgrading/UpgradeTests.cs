using System.Text;
using Mainstay.Bench.Failover.Clients;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Upgrading;

/// <summary>The next version of the program takes over from a daemon that serves, and nobody of its clients notices; or it does not, and nobody notices either.</summary>
public sealed class UpgradeTests(ITestOutputHelper output)
{
    private const string Begun = "taking over from process";

    [Fact]
    public async Task A_thousand_writes_a_second_go_on_while_the_next_version_takes_over_again_and_again()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        var (nodes, before) = (await rig.NodesAsync(), (await rig.StatusAsync()).Groups[0]);
        await using var party = await StackExchangeParty.ConnectAsync($"127.0.0.1:{rig.Primary}");
        await using var plain = await WriterFleet.StartAsync(new FleetOptions { Port = rig.Primary, Run = "plain", Writers = 40, WritesPerSecond = 800 });
        await using var shared = await WriterFleet.StartAsync(new FleetOptions { Port = rig.Primary, Run = "shared", Writers = 10, WritesPerSecond = 200, Client = party.ClientOf });
        plain.Mark();
        shared.Mark();
        for (var round = 1; round <= 3; round++)
        {
            var next = rig.TakeOver(rig.Copy($"next-{round}"), "2s");
            Assert.True(await old.WaitAsync(Deadline.InSeconds(40)) == 0, $"{old.Describe()}\n{next.Describe()}");
            await plain.FlowsAsync(20, Deadline.InSeconds(10));
            await shared.FlowsAsync(20, Deadline.InSeconds(10));
            var after = await rig.WholeAsync(next);
            Assert.Equal((before.Term, before.Primary), (after.Term, after.Primary));
            old = next;
        }

        foreach (var result in new[] { await plain.StopAsync(), await shared.StopAsync() })
        {
            output.WriteLine(result.ToString());
            Assert.True(result is { ErrorCount: 0, Indeterminate: 0, Lost: 0, Doubled: 0, OutOfOrder: 0 }, $"{result}\n{old.Describe()}");
        }

        Assert.Equal(nodes, await rig.NodesAsync());
    }

    [Fact]
    public async Task A_clients_connection_is_the_same_in_the_next_daemon()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        using var client = await RespClient.ConnectAsync(rig.Primary);
        using var busy = await RespClient.ConnectAsync(rig.Primary);
        using var listener = await RespClient.ConnectAsync(rig.Primary);
        await client.CallAsync("SELECT", "3");
        await client.CallAsync("CLIENT", "SETNAME", "faithful");
        await client.CallAsync("SET", "where", "three");
        await busy.CallAsync("MULTI");
        await busy.CallAsync("SET", "in", "one");
        await listener.CallAsync("SUBSCRIBE", "news");

        // A request that was begun before is ended after.
        await client.SendBytesAsync("*2\r\n$3\r\nGET\r\n$5\r\nwh"u8.ToArray());
        var next = rig.TakeOver(rig.Copy("next"), "20s");
        await next.PrintsAsync("up by", Deadline.InSeconds(30));
        await client.SendBytesAsync("ere\r\n"u8.ToArray());
        Assert.Equal("three", (await client.ReadAsync(TimeSpan.FromSeconds(10))).Value);
        Assert.Equal("faithful", (await client.CallAsync("CLIENT", "GETNAME")).Value);

        // Who is in a transaction ends it with the old daemon, and goes then; who listens is served there to the end of the drain.
        Assert.True(old.Runs);
        Assert.Equal(2, (await busy.CallAllAsync([["SET", "in", "two"], ["EXEC"]]))[^1].Items!.Count);
        Assert.Equal("1", (await RespClient.AskAsync(rig.Primary, "PUBLISH", "news", "x")).Number.ToString(null, null));
        Assert.Equal("x", (await listener.ReadAsync(TimeSpan.FromSeconds(5))).Items![2].Value);
        listener.Dispose();
        Assert.Equal(0, await old.WaitAsync(Deadline.InSeconds(15)));
        Assert.Equal("two", (await busy.CallAsync("GET", "in")).Value);
    }

    [Fact]
    public async Task A_primary_that_dies_while_nobody_decides_is_replaced_by_the_next_daemon()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        var primary = await rig.PrimaryProcessAsync();
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = rig.Primary, Run = "crash" });
        var next = rig.TakeOver(rig.Copy("next"));
        await next.PrintsAsync(Begun, Deadline.InSeconds(30));
        fleet.Mark();
        SystemProcess.Send(primary, Signal.Kill);
        await fleet.FlowsAsync(20, Deadline.InSeconds(20));
        Assert.True(await old.WaitAsync(Deadline.InSeconds(40)) == 0, $"{old.Describe()}\n{next.Describe()}");
        await rig.WholeAsync(next, term: 2);
        await fleet.FlowsAsync(20, Deadline.InSeconds(10));

        var result = await fleet.StopAsync();
        output.WriteLine(result.ToString());
        Assert.True(result is { ErrorCount: 0, LostLate: 0, Doubled: 0, OutOfOrder: 0, RefusedButThere: 0 }, $"{result}\n{old.Describe()}\n{next.Describe()}");
    }

    [Fact]
    public async Task Who_is_still_with_the_old_daemon_follows_the_primary_that_the_next_one_chooses()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        using var client = await RespClient.ConnectAsync(rig.Primary);
        await client.CallAsync("MULTI");
        await client.CallAsync("INCR", "n");
        var next = rig.TakeOver(rig.Copy("next"), "60s");
        await next.PrintsAsync("up by", Deadline.InSeconds(30));
        SystemProcess.Send(await rig.PrimaryProcessAsync(), Signal.Kill);
        await rig.WholeAsync(next, term: 2);
        Assert.True(old.Runs);
        Assert.Equal(1, (await client.CallAsync("EXEC")).Items![0].Number);
        Assert.Equal(0, await old.WaitAsync(Deadline.InSeconds(15)));
        Assert.Equal("1", (await client.CallAsync("GET", "n")).Value);
    }

    [Fact]
    public async Task An_old_daemon_that_hangs_with_clients_of_a_lost_primary_is_ended_before_another_is_promoted()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        using var client = await RespClient.ConnectAsync(rig.Primary);
        await client.CallAsync("MULTI");
        var next = rig.TakeOver(rig.Copy("next"), "60s");
        await next.PrintsAsync("up by", Deadline.InSeconds(30));
        old.Send(Signal.Stop);
        SystemProcess.Send(await rig.PrimaryProcessAsync(), Signal.Kill);
        await next.PrintsAsync("does not answer: it is ended", Deadline.InSeconds(15));
        await old.WaitAsync(Deadline.InSeconds(10));
        await rig.WholeAsync(next, term: 2);
        await Assert.ThrowsAnyAsync<IOException>(() => client.CallAsync("EXEC"));
        Assert.Equal("OK", (await RespClient.AskAsync(rig.Primary, "SET", "k", "v")).Text);
    }

    [Fact]
    public async Task A_next_daemon_that_dies_while_the_old_one_drains_takes_its_clients_with_it()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        using var client = await RespClient.ConnectAsync(rig.Primary);
        await client.CallAsync("MULTI");
        var program = rig.Copy("next");
        var next = rig.TakeOver(program, "60s");
        await next.PrintsAsync("up by", Deadline.InSeconds(30));
        next.Send(Signal.Kill);
        await old.PrintsAsync("nobody decides", Deadline.InSeconds(10));
        await Assert.ThrowsAnyAsync<IOException>(() => client.CallAsync("EXEC"));
        Assert.Equal(0, await old.WaitAsync(Deadline.InSeconds(15)));

        // Nothing is in the way of the next start.
        await rig.WholeAsync(rig.Launch(program));
    }

    [Fact]
    public async Task A_next_daemon_that_dies_in_the_middle_leaves_everything_to_the_old_one()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        var program = rig.Copy("next");
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = rig.Primary, Run = "middle" });
        var next = rig.TakeOver(program);
        await next.PrintsAsync(Begun, Deadline.InSeconds(30));
        next.Send(Signal.Kill);
        await old.PrintsAsync("did not take over", Deadline.InSeconds(10));
        await rig.WholeAsync(old);

        // It decides again.
        SystemProcess.Send(await rig.PrimaryProcessAsync(), Signal.Kill);
        await rig.WholeAsync(old, term: 2);
        await fleet.FlowsAsync(20, Deadline.InSeconds(10));

        // And it can be taken over from.
        next = rig.TakeOver(program);
        Assert.True(await old.WaitAsync(Deadline.InSeconds(40)) == 0, $"{old.Describe()}\n{next.Describe()}");
        await fleet.FlowsAsync(20, Deadline.InSeconds(10));
        var result = await fleet.StopAsync();
        output.WriteLine(result.ToString());
        Assert.True(result is { ErrorCount: 0, LostLate: 0, Doubled: 0, OutOfOrder: 0 }, $"{result}\n{next.Describe()}");
    }

    [Fact]
    public async Task An_old_daemon_that_dies_in_the_middle_makes_it_a_start_like_any_other()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        var (nodes, before) = (await rig.NodesAsync(), (await rig.StatusAsync()).Groups[0]);
        var next = rig.TakeOver(rig.Copy("next"));
        await next.PrintsAsync(Begun, Deadline.InSeconds(30));
        old.Send(Signal.Kill);
        var after = await rig.WholeAsync(next);
        Assert.Equal((before.Term, before.Primary), (after.Term, after.Primary));
        Assert.Equal(nodes, await rig.NodesAsync());
        Assert.Equal("OK", (await RespClient.AskAsync(rig.Primary, "SET", "k", "v")).Text);

        // What is left of the old one's socket is no obstacle to another one.
        var third = rig.TakeOver(rig.Program);
        Assert.True(await next.WaitAsync(Deadline.InSeconds(40)) == 0, $"{next.Describe()}\n{third.Describe()}");
        Assert.Equal("v", (await RespClient.AskAsync(rig.Primary, "GET", "k")).Value);
    }

    [Fact]
    public async Task Who_speaks_another_version_or_nonsense_is_refused_and_nothing_changes()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        var foreign = await rig.SayAsync(Encoding.UTF8.GetBytes($$"""{"say":"hello","speaks":[2,3],"program":"9.9","data":"{{rig.Data}}","host":"x","drainSeconds":1,"new":true}"""));
        Assert.Contains("\"say\":\"refused\"", foreign, StringComparison.Ordinal);
        Assert.Contains("it speaks version 2, 3", foreign, StringComparison.Ordinal);
        Assert.Contains("it is host elsewhere",
            await rig.SayAsync(Encoding.UTF8.GetBytes($$"""{"speaks":[1],"say":"hello","program":"9.9","data":"{{rig.Data}}","host":"elsewhere","drainSeconds":1}""")), StringComparison.Ordinal);
        foreach (var nonsense in new[] { "{", "null", "[]", "{\"say\":\"serving\"}", "{\"say\":\"obey\"}", "\0\0\0\0", new string('x', 20_000) })
            Assert.Contains("\"say\":\"refused\"", await rig.SayAsync(Encoding.UTF8.GetBytes(nonsense)), StringComparison.Ordinal);

        // A plain second start is told of the way.
        var second = rig.Launch(rig.Program);
        Assert.Equal(3, await second.WaitAsync(Deadline.InSeconds(20)));
        Assert.Contains("take over from it with `mainstay serve --take-over`", second.Errors, StringComparison.Ordinal);
        Assert.True(old.Runs);
        await rig.WholeAsync(old);
    }

    [Fact]
    public async Task A_next_daemon_that_cannot_start_says_why_and_the_old_one_goes_on()
    {
        await using var rig = new UpgradeRig();
        var old = await rig.StartAsync();
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = rig.Primary, Run = "refused", Writers = 10, WritesPerSecond = 200 });

        // Its API would listen where a node does.
        var faulty = Path.Combine(rig.Folder, "faulty.yaml");
        await File.WriteAllTextAsync(faulty, (await File.ReadAllTextAsync(rig.Configuration, TestContext.Current.CancellationToken)).Replace($"web: \"127.0.0.1:{rig.Web}\"", "web: \"192.0.2.1:8400\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var next = OwnedProcess.Start(rig.Program, ["serve", "-c", faulty, "--take-over"], rig.Folder);
        await using (next) Assert.True(await next.WaitAsync(Deadline.InSeconds(30)) == 3, next.Describe());
        await old.PrintsAsync("did not take over", Deadline.InSeconds(10));
        await rig.WholeAsync(old);
        await fleet.FlowsAsync(5, Deadline.InSeconds(10));
        var result = await fleet.StopAsync();
        Assert.True(result is { ErrorCount: 0, Indeterminate: 0, Lost: 0 }, result.ToString());
    }

    [Fact]
    public async Task A_signal_starts_the_program_that_lies_there_now_and_the_service_manager_is_told_who_it_is()
    {
        await using var rig = new UpgradeRig();
        using var manager = rig.ListenAsManager();
        var old = await rig.StartAsync();
        rig.Replace();
        old.Send(Signal.User2);
        Assert.True(await old.WaitAsync(Deadline.InSeconds(40)) == 0, old.Describe());
        await Eventually.TrueAsync(() => manager.Told.Contains("MAINPID=", StringComparison.Ordinal), Deadline.InSeconds(5), "the manager is told");
        var next = int.Parse(manager.Told.Split("MAINPID=")[1].Split('\n')[0], null);
        Assert.True(SystemProcess.Runs(next));
        Assert.NotEqual(old.Id, next);
        await Eventually.TrueAsync(() => manager.Told.Split("MAINPID=")[1].Contains("READY=1", StringComparison.Ordinal), Deadline.InSeconds(5), "the next one says that it is ready");
        Assert.DoesNotContain("STOPPING=1", manager.Told, StringComparison.Ordinal);
        await rig.WholeAsync(old);
        SystemProcess.Send(next, Signal.Terminate);
        await Eventually.TrueAsync(() => !SystemProcess.Runs(next), Deadline.InSeconds(15), "the next one ends");
    }
}
