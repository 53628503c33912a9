using Mainstay.Core.Topology;

namespace Mainstay.Server.Tests.Web;

public sealed class EventRoutesTests
{
    [Fact]
    public async Task A_reader_gets_the_state_at_once_and_every_change_after()
    {
        await using var api = await ApiUnderTest.StartAsync();
        await using var stream = await api.Client.GetStreamAsync(api.At("/v1/events"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Contains("\"term\":1,", await NextAsync(reader), StringComparison.Ordinal);
        api.Controller.Become(FakeController.Serving("main-002", term: 2));
        var second = await NextAsync(reader);
        Assert.Contains("\"term\":2,", second, StringComparison.Ordinal);
        Assert.Contains("\"primary\":\"main-002\"", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_did_not_read_gets_the_latest_and_not_a_backlog()
    {
        await using var api = await ApiUnderTest.StartAsync();
        await using var stream = await api.Client.GetStreamAsync(api.At("/v1/events"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        await NextAsync(reader);
        for (ulong term = 2; term <= 5000; term++) api.Controller.Become(FakeController.Serving("main-001", term));
        var events = 1;
        while (!(await NextAsync(reader)).Contains("\"term\":5000,", StringComparison.Ordinal)) events++;
        Assert.InRange(events, 1, 4900);
    }

    [Fact]
    public async Task Streams_end_when_the_server_stops()
    {
        await using var api = await ApiUnderTest.StartAsync();
        await using var stream = await api.Client.GetStreamAsync(api.At("/v1/events"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        await NextAsync(reader);
        await api.StopAsync();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is not null)
        {
            // what was still on its way
        }
    }

    [Fact]
    public async Task Readers_beyond_the_bound_are_told_so()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var streams = new List<Stream>();
        for (var n = 0; n < 64; n++) streams.Add(await api.Client.GetStreamAsync(api.At("/v1/events"), TestContext.Current.CancellationToken));
        Assert.Contains("at most 64", (await api.GetAsync("/v1/events")).Body, StringComparison.Ordinal);
        foreach (var stream in streams) await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_port_that_is_taken_says_so()
    {
        await using var api = await ApiUnderTest.StartAsync();
        await using var second = new Mainstay.Server.Web.WebServer("x", new NodeAddress("127.0.0.1", api.Port), [], [], TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var fault = await Assert.ThrowsAsync<Mainstay.Server.Web.WebBindException>(() => second.StartAsync(TestContext.Current.CancellationToken));
        Assert.True(fault.Taken);
        Assert.Equal($"the API cannot listen on 127.0.0.1:{api.Port}: the port is taken", fault.Message);
    }

    /// <summary>The next event of the group.</summary>
    private static async Task<string> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith("data: {\"name\":\"main\"", StringComparison.Ordinal)) return line;
        throw new EndOfStreamException("the stream ended");
    }
}
