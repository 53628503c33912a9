using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;
using StackExchange.Redis;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>The daemon that people run: by a file, under a service manager, replaced without its nodes noticing.</summary>
public sealed class ServeTests
{
    private const string Password = ServeProcess.Password;

    [Fact]
    public async Task It_serves_by_its_file_ends_without_its_nodes_and_goes_on_with_them()
    {
        await using var serve = new ServeProcess();
        await serve.StartAsync();
        var processes = await ProcessesAsync(serve);
        Assert.Contains("READY=1", serve.Told, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => serve.Told.Contains("WATCHDOG=1", StringComparison.Ordinal), Deadline.InSeconds(5), "the watchdog is fed");

        // Nobody without the password; everything with it.
        Assert.Equal("NOAUTH", (await RespClient.AskAsync(serve.Primary, "SET", "k", "0")).ErrorWord);
        await using (var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{serve.Primary},password={Password},abortConnect=false"))
            Assert.True(await client.GetDatabase().StringSetAsync("k", "1"));

        // SIGTERM: the daemon ends well, the nodes go on.
        serve.Daemon.Send(Signal.Terminate);
        Assert.Equal(0, await serve.Daemon.WaitAsync(Deadline.InSeconds(15)));
        Assert.Contains("STOPPING=1", serve.Told, StringComparison.Ordinal);
        Assert.All(processes, process => Assert.True(SystemProcess.Runs(process)));

        // The next goes on with the same, and so it is after kill -9.
        var term = 1UL;
        foreach (var end in new[] { Signal.Terminate, Signal.Kill })
        {
            await serve.StartAsync();
            Assert.Equal((term, string.Join(',', processes)), ((await serve.StatusAsync()).Groups[0].Term, string.Join(',', await ProcessesAsync(serve))));
            Assert.Equal("1", (await LoggedInAsync(serve.Primary, "GET", "k")).Value);
            serve.Daemon.Send(end);
            await serve.Daemon.WaitAsync(Deadline.InSeconds(15));
        }

        Assert.DoesNotContain(Password, serve.Daemon.Output + serve.Daemon.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_is_in_force_and_a_faulty_one_changes_nothing()
    {
        await using var serve = new ServeProcess();
        await serve.StartAsync();
        Assert.Equal("67108864", await MaxmemoryAsync(serve, 2));

        serve.Write(serve.Text("80mb"));
        await Eventually.GetAsync(() => MaxmemoryAsync(serve, 2), value => value == "83886080", Deadline.InSeconds(15), "the new setting is in force");
        Assert.Contains("RELOADING=1\nMONOTONIC_USEC=", serve.Told, StringComparison.Ordinal);

        serve.Write(serve.Text("90mb") + "nonsense: 1\n");
        serve.Daemon.Send(Signal.Hangup);
        await Eventually.TrueAsync(() => serve.Told.Contains("is faulty and changed nothing", StringComparison.Ordinal), Deadline.InSeconds(15), "the fault is told");
        Assert.Equal("83886080", await MaxmemoryAsync(serve, 2));
        Assert.Contains("error: the file has no key 'nonsense'", serve.Daemon.Errors, StringComparison.Ordinal);
        Assert.True((await serve.StatusAsync()).Groups[0].IsWhole);
    }

    [Fact]
    public async Task A_faulty_file_starts_nothing_and_all_of_it_is_told()
    {
        await using var serve = new ServeProcess();
        serve.Write(serve.Text("much") + "nonsense: 1\n");
        var told = await OwnedProcess.RunAsync(TestKit.Running.MainstayProgram.Path, ["serve", "-c", serve.File], Deadline.InSeconds(20), environment: new Dictionary<string, string?> { ["ORDERS_PASSWORD"] = Password });
        Assert.Equal((2, ""), (told.Status, told.Output));
        Assert.Contains("no key 'nonsense'", told.Errors, StringComparison.Ordinal);
        Assert.Contains("maxmemory 'much'", told.Errors, StringComparison.Ordinal);
        Assert.Contains("nothing was started", told.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(serve.File)!, "data")));
    }

    private static async Task<int[]> ProcessesAsync(ServeProcess serve)
    {
        return [await serve.ProcessAsync(1), await serve.ProcessAsync(2), await serve.ProcessAsync(3)];
    }

    private static async Task<string> MaxmemoryAsync(ServeProcess serve, int node) => (await LoggedInAsync(serve.Node(node), "CONFIG", "GET", "maxmemory")).Items![1].Text!;

    private static async Task<RespReply> LoggedInAsync(int port, params string[] command)
    {
        using var client = await ServeProcess.LoggedInAsync(port);
        return await client.CallAsync(command);
    }
}
