using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Sessions;

public sealed class BlockingTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_blocked_pop_goes_on_waiting_with_the_time_left()
    {
        await using var group = await FakeGroup.StartAsync();
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectAsync();
        await client.SendAsync("BLPOP", "q", "30");
        await FakeGroup.HeardAsync(old, "BLPOP q 30");
        await group.SwitchAsync(old, next);
        await TestKit.Waiting.Eventually.TrueAsync(() => next.Heard.Any(heard => heard.StartsWith("BLPOP q ", StringComparison.Ordinal)), TestKit.Waiting.Deadline.InSeconds(5), "it waits on");
        var left = double.Parse(next.Heard.First().Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(left, 20, 29.999);
        next.AnswerBlocked("*2\r\n$1\r\nq\r\n$4\r\nitem\r\n");
        Assert.Equal("item", (await client.ReadAsync(_patience)).Items![1].Text);
        Assert.Equal(0, group.Primary.Figures.Indeterminate);
    }

    [Fact]
    public async Task One_that_waits_for_ever_waits_for_ever()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendAsync("BLPOP", "q", "0");
        await FakeGroup.HeardAsync(group.Nodes[0], "BLPOP q 0");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await FakeGroup.HeardAsync(group.Nodes[1], "BLPOP q 0");
    }

    [Fact]
    public async Task A_blocked_pop_on_a_connection_that_died_is_indeterminate()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendAsync("BLPOP", "q", "0");
        await FakeGroup.HeardAsync(group.Nodes[0], "BLPOP q 0");
        group.Nodes[0].Kill();
        Assert.Equal("INDETERMINATE", (await client.ReadAsync(_patience)).ErrorWord);
    }

    [Fact]
    public async Task What_follows_a_blocked_command_is_not_in_flight()
    {
        await using var group = await FakeGroup.StartAsync();
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync("BLPOP q 0\r\nINCR n\r\n"u8.ToArray());
        await FakeGroup.HeardAsync(old, "BLPOP q 0");
        old.Kill();
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("INDETERMINATE", (await client.ReadAsync(_patience)).ErrorWord);
        Assert.Equal(1, (await client.ReadAsync(_patience)).Number);
    }

    [Fact]
    public async Task A_WAIT_that_broke_off_says_what_is_known()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendAsync("WAIT", "1", "0");
        await FakeGroup.HeardAsync(group.Nodes[0], "WAIT 1 0");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        var reply = await client.ReadAsync(_patience);
        Assert.Equal("INDETERMINATE", reply.ErrorWord);
        Assert.Contains("the writes before were executed", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_read_on_from_where_the_dollar_was()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendAsync("XREAD", "BLOCK", "0", "STREAMS", "s", "$");
        await FakeGroup.HeardAsync(group.Nodes[0], "XREAD BLOCK 0 STREAMS s $");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await FakeGroup.HeardAsync(group.Nodes[1], "XREAD BLOCK 0 STREAMS s 7-1");
        group.Nodes[1].AnswerBlocked("*1\r\n*2\r\n$1\r\ns\r\n*0\r\n");
        Assert.Equal("s", (await client.ReadAsync(_patience)).Items![0].Items![0].Text);
    }
}
