using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>A replica that is behind, with real servers: readers leave it, by bounds that a reload brought.</summary>
public sealed class LaggingTests
{
    [Fact]
    public async Task Readers_leave_a_replica_that_is_occupied_and_come_back_and_see_no_error()
    {
        await using var serve = new ServeProcess();
        await serve.StartAsync();
        var leads = (await serve.StatusAsync()).Groups[0].Primary;
        var occupied = Enumerable.Range(1, 3).First(number => Name(number) != leads);

        // 1. Two sessions are on both replicas; the bound is lowered while they are.
        using var first = await ServeProcess.LoggedInAsync(serve.Reader);
        using var second = await ServeProcess.LoggedInAsync(serve.Reader);
        Assert.Equal(2, new HashSet<string> { await PortAsync(first), await PortAsync(second) }.Count);
        serve.Write(serve.Text().Replace("    password:", "    reader: { lag_time: 2s }\n    password:", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => serve.Told.Split("READY=1").Length == 3, Deadline.InSeconds(15), "the file is in force");

        // 2. A script occupies one of them: it hears its primary no more, and is not ended for that.
        using var script = await ServeProcess.LoggedInAsync(serve.Node(occupied));
        await script.SendAsync("EVAL", "while true do end", "0");
        await Eventually.GetAsync(serve.StatusAsync, status => Health(status, occupied) == "lagging", Deadline.InSeconds(20), "it lags");
        var told = await MainstayProgram.RunAsync("status", "--api", serve.Api);
        Assert.Equal(1, told.Status);
        Assert.Contains("not whole", told.Output, StringComparison.Ordinal);
        Assert.Equal(Name(6 - occupied - int.Parse(leads![^1..], System.Globalization.CultureInfo.InvariantCulture)), Assert.Single((await serve.StatusAsync()).Groups[0].Endpoints.Single(endpoint => endpoint.Kind == "reader").Targets));
        foreach (var session in new[] { first, second })
        {
            Assert.False((await session.CallAsync("GET", "k")).IsError);
            Assert.NotEqual($"{serve.Node(occupied)}", await PortAsync(session));
        }

        // 3. It answers again, as the same process.
        using var killer = await RespClient.ConnectAsync(serve.Node(occupied));
        await Eventually.GetAsync(() => EndAsync(killer), reply => reply == "OK", Deadline.InSeconds(30), "the script is ended");
        await Eventually.GetAsync(serve.StatusAsync, status => status.Groups[0].IsWhole, Deadline.InSeconds(20), "the group is whole");
        Assert.Equal(1UL, (await serve.StatusAsync()).Groups[0].Term);
        Assert.True((await script.ReadAsync(TimeSpan.FromSeconds(5))).IsError);
    }

    private static string Name(int number) => $"orders-00{number}";

    private static string? Health(StatusView status, int number) => status.Groups[0].Nodes.Single(node => node.Name == Name(number)).Health;

    private static async Task<string> PortAsync(RespClient client) => (await client.CallAsync("CONFIG", "GET", "port")).Items![1].Text!;

    /// <summary>The server takes this once the script ran for so long that it says BUSY.</summary>
    private static async Task<string?> EndAsync(RespClient client)
    {
        await client.CallAsync("AUTH", ServeProcess.Password);
        return (await client.CallAsync("SCRIPT", "KILL")).Text;
    }
}
