using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Sessions;

public sealed class InFlightTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Reads_are_repeated_and_writes_are_indeterminate_in_their_order()
    {
        await using var group = await FakeGroup.StartAsync(upstream: UpstreamUse.Dedicated);
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectKnownAsync();
        await client.CallAsync("SET", "k", "1");
        old.IsFrozen = true;
        old.Instead = _ => "";
        foreach (var command in new[] { "GET k", "INCR n", "GET k", "UNHEARDOF x", "EVAL x 0" }) await client.SendAsync(command.Split(' '));
        await group.CountedAsync(figures => figures.Commands, FakeGroup.Known + 6);
        old.Kill();
        await group.FenceAsync(2, TimeSpan.Zero);
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("1", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("INDETERMINATE mainstay: the connection to the primary was lost before the reply; may have executed or may still", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("1", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("INDETERMINATE", (await client.ReadAsync(_patience)).ErrorWord);
        Assert.Equal("INDETERMINATE", (await client.ReadAsync(_patience)).ErrorWord);
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
        Assert.Equal(3, group.Primary.Figures.Indeterminate);
        Assert.Equal(2, group.Primary.Figures.Repeated);
        Assert.DoesNotContain("INCR n", next.Heard);
    }

    [Fact]
    public async Task A_hanging_primary_is_left_when_the_next_is_published()
    {
        await using var group = await FakeGroup.StartAsync();
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var reader = await group.ConnectAsync();
        using var writer = await group.ConnectAsync();
        await reader.CallAsync("SET", "k", "1");
        await writer.CallAsync("PING");
        old.IsFrozen = true;
        await reader.SendAsync("GET", "k");
        await writer.SendAsync("INCR", "n");
        await group.CountedAsync(figures => figures.Commands, 4);
        Assert.False(await group.FenceAsync(2, TimeSpan.Zero));
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("1", (await reader.ReadAsync(_patience)).Text);
        Assert.Equal("INDETERMINATE", (await writer.ReadAsync(_patience)).ErrorWord);
    }

    [Fact]
    public async Task A_refused_write_is_held_and_sent_again_and_nothing_overtakes_it()
    {
        await using var group = await FakeGroup.StartAsync();
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectKnownAsync();
        await client.CallAsync("SET", "k", "old");
        old.Demote();
        await client.SendBytesAsync("SET k new\r\nGET k\r\nPUBLISH c hi\r\n"u8.ToArray());
        await FakeGroup.HeardAsync(old, "PUBLISH c hi");
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("OK", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("new", (await client.ReadAsync(_patience)).Text);
        Assert.Equal(0, (await client.ReadAsync(_patience)).Number);
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
        Assert.DoesNotContain("PUBLISH c hi", next.Heard);
    }

    [Theory]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n")]
    [InlineData("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n")]
    [InlineData("-NOREPLICAS Not enough good replicas to write.\r\n")]
    public async Task What_a_node_can_not_do_just_now_is_asked_again(string refusal)
    {
        await using var group = await FakeGroup.StartAsync();
        var left = 2;
        group.Nodes[0].Instead = arguments => arguments[0] == "SET" && Interlocked.Decrement(ref left) >= 0 ? refusal : null;
        using var client = await group.ConnectAsync();
        Assert.Equal("OK", (await client.CallAsync("SET", "k", "1")).Text);
        Assert.Equal(3, group.Nodes[0].Heard.Count(heard => heard == "SET k 1"));
    }

    [Fact]
    public async Task A_script_that_may_have_written_is_not_run_again()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[0].Instead = arguments => arguments[0] == "EVAL" ? "-READONLY You can't write against a read only replica. script: abc, on @user_script:1.\r\n" : null;
        using var client = await group.ConnectAsync();
        Assert.Equal("READONLY", (await client.CallAsync("EVAL", "x", "0")).ErrorWord);
        Assert.Single(group.Nodes[0].Heard);
    }

    [Fact]
    public async Task A_reply_cut_in_its_middle_is_asked_for_again_whole()
    {
        await using var group = await FakeGroup.StartAsync();
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectAsync();
        await client.CallAsync("SET", "k", "value");
        old.Instead = arguments => arguments[0] == "GET" ? "$5\r\nval" : null;
        await client.SendAsync("GET", "k");
        await FakeGroup.HeardAsync(old, "GET k");
        old.Kill();
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("value", (await client.ReadAsync(_patience)).Text);
    }

    [Fact]
    public async Task A_reply_to_nothing_ends_the_shared_connection_before_it_reaches_anybody()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[0].Instead = arguments => arguments[0] == "PING" ? "+PONG\r\n+SECRET\r\n" : null;
        using var client = await group.ConnectAsync();
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
        await group.CountedAsync(figures => figures.UpstreamFailures, 1);
        Assert.Equal("mine", (await client.CallAsync("ECHO", "mine")).Text);
        await group.CountedAsync(figures => figures.UpstreamConnects, 2);
    }
}
