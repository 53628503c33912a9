using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>Groups that keep their data otherwise than by snapshots: what an end of all, or of one, leaves.</summary>
public sealed class PersistenceTests
{
    [Fact]
    public async Task With_a_log_of_writes_the_end_of_all_nodes_loses_nothing_that_reached_the_disk()
    {
        await using var serve = await StartedAsync("aof");
        using (var client = await ServeProcess.LoggedInAsync(serve.Primary))
        {
            await client.CallAllAsync([.. Enumerable.Range(0, 500).Select(n => new[] { "SET", $"k{n}", $"v{n}" })]);
            Assert.Equal("1", (await client.CallAsync("INCR", "last")).Text);
        }

        // Each server writes its log once a second; an orderly end writes the rest.
        int[] processes = [await serve.ProcessAsync(1), await serve.ProcessAsync(2), await serve.ProcessAsync(3)];
        foreach (var process in processes) SystemProcess.Send(process, Signal.Terminate);
        await Eventually.TrueAsync(() => processes.All(process => !SystemProcess.Runs(process)), Deadline.InSeconds(20), "all nodes ended");
        await Eventually.GetAsync(serve.StatusAsync, status => status.Groups[0].IsWhole, Deadline.InSeconds(60), "the group is whole again");
        using var again = await ServeProcess.LoggedInAsync(serve.Primary);
        Assert.Equal("2", (await again.CallAsync("INCR", "last")).Text);
        Assert.Equal("v499", (await again.CallAsync("GET", "k499")).Text);
    }

    [Fact]
    public async Task Without_persistence_a_primary_that_comes_back_empty_wipes_nobody()
    {
        await using var serve = await StartedAsync("none");
        using var client = await ServeProcess.LoggedInAsync(serve.Primary);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("OK", (await client.CallAsync("SET", $"kept-{round}", "1")).Text);
            await ReplicatedAsync(serve, $"kept-{round}");
            var primary = (await serve.StatusAsync()).Groups[0].Primary!;
            SystemProcess.Send(await serve.ProcessAsync(primary[^1] - '0'), Signal.Kill);
            await Eventually.GetAsync(serve.StatusAsync, status => status.Groups[0].IsWhole && status.Groups[0].Primary != primary, Deadline.InSeconds(30), "another leads and the group is whole");
            for (var key = 0; key <= round; key++) await ReplicatedAsync(serve, $"kept-{key}");
        }
    }

    private static async Task<ServeProcess> StartedAsync(string persistence)
    {
        var serve = new ServeProcess();
        serve.Write(serve.Text().Replace("    password:", $"    persistence: {persistence}\n    password:", StringComparison.Ordinal));
        try
        {
            await serve.StartAsync();
            return serve;
        }
        catch
        {
            await serve.DisposeAsync();
            throw;
        }
    }

    private static Task ReplicatedAsync(ServeProcess serve, string key) => Eventually.FineAsync(
        async () =>
        {
            for (var node = 1; node <= 3; node++)
            {
                using var client = await ServeProcess.LoggedInAsync(serve.Node(node));
                if ((await client.CallAsync("GET", key)).Text != "1") return $"node {node} has no {key}";
            }

            return null;
        },
        Deadline.InSeconds(20),
        $"every node has {key}");
}
