using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Metrics;

public sealed class FiguresTests
{
    [Fact]
    public async Task Errors_of_the_node_and_ours_are_counted_by_their_first_word()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[0].Instead = arguments => arguments[0] == "LPOP" ? "-WRONGTYPE not a list\r\n" : null;
        var client = await group.ConnectAsync();
        await client.CallAllAsync([["LPOP", "a"], ["SHUTDOWN"], ["LPOP", "a"], ["SET", "a", "1"]]);
        await client.CallAsync("BAD");
        await (await group.ConnectAsync(toReader: true)).CallAsync("SET", "a", "1");
        var errors = group.Primary.Figures.Errors;
        Assert.Equal((2, 1, 1, 0), (errors["WRONGTYPE"], errors["DENIED"], errors["ERR"], errors["READONLY"]));
        Assert.Equal(1, group.Reader.Figures.Errors["READONLY"]);
    }

    [Fact]
    public async Task Connections_to_nodes_are_counted_while_they_are_open()
    {
        await using var group = await FakeGroup.StartAsync();
        var client = await group.ConnectAsync();
        await client.CallAsync("GET", "a");
        Assert.Equal((1, 0), (group.Primary.Figures.UpstreamsShared, group.Primary.Figures.UpstreamsOwn));
        await client.CallAsync("SUBSCRIBE", "news");
        Assert.Equal(1, group.Primary.Figures.UpstreamsOwn);
        client.Dispose();
        await group.CountedAsync(figures => figures.UpstreamsOwn, 0);
        group.Nodes[0].Kill();
        await group.CountedAsync(figures => figures.UpstreamsShared, 0);
    }

    [Fact]
    public async Task What_is_held_is_told_while_it_is_and_its_time_is_part_of_the_latency()
    {
        await using var group = await FakeGroup.StartAsync(publish: false);
        var client = await group.ConnectAsync();
        var asked = client.CallAllAsync([["SET", "a", "1"], ["GET", "a"]]);
        await group.CountedAsync(figures => figures.Held, 2);
        Assert.Null(group.Primary.Figures.LatencyEver);
        group.Publish(1, group.Nodes[0]);
        await asked;
        var figures = group.Primary.Figures;
        Assert.Equal((0, 2, 2), (figures.Held, figures.CommandsHeld, figures.LatencyEver!.Commands));
    }

    [Theory]
    [InlineData("BLPOP", "a", "0")]
    [InlineData("SUBSCRIBE", "news")]
    [InlineData("MONITOR")]
    public async Task What_waits_for_others_has_no_latency(params string[] command)
    {
        await using var group = await FakeGroup.StartAsync(upstream: UpstreamUse.Dedicated);
        var client = await group.ConnectAsync();
        await client.SendAsync(command);
        await FakeGroup.HeardAsync(group.Nodes[0], string.Join(' ', command));
        group.Nodes[0].AnswerBlocked("*-1\r\n");
        await client.ReadAsync(TimeSpan.FromSeconds(10));
        var figures = group.Primary.Figures;
        Assert.Equal((1, null), (figures.Commands, figures.LatencyEver));
    }

    [Fact]
    public async Task Bytes_are_counted_both_ways()
    {
        await using var group = await FakeGroup.StartAsync();
        var client = await group.ConnectAsync();
        await client.CallAsync("ECHO", "hello");
        await group.CountedAsync(figures => figures.BytesIn, "*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n".Length);
        await group.CountedAsync(figures => figures.BytesOut, "$5\r\nhello\r\n".Length);
    }
}
