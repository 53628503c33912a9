using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Holding;

public sealed class HoldTests
{
    [Fact]
    public async Task What_comes_without_a_primary_is_held_and_sent_in_order()
    {
        await using var group = await FakeGroup.StartAsync(publish: false);
        using var client = await group.ConnectAsync();
        for (var i = 0; i < 100; i++) await client.SendAsync("SET", "k", $"{i}");
        await client.SendAsync("GET", "k");
        await group.CountedAsync(figures => figures.CommandsHeld, 101);
        Assert.Equal(EndpointState.Holding, group.Primary.State);
        group.Publish(1, group.Nodes[0]);
        for (var i = 0; i < 100; i++) Assert.Equal("OK", (await client.ReadAsync(TimeSpan.FromSeconds(5))).Text);
        Assert.Equal("99", (await client.ReadAsync(TimeSpan.FromSeconds(5))).Text);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"SET k {i}"), group.Nodes[0].Heard.Take(100));
        Assert.Equal(EndpointState.Serving, group.Primary.State);
    }

    [Fact]
    public async Task Nothing_is_held_longer_than_allowed()
    {
        await using var group = await FakeGroup.StartAsync(hold: new HoldSpec { Time = TimeSpan.FromMilliseconds(200) }, publish: false);
        using var client = await group.ConnectAsync();
        var reply = await client.CallAsync("SET", "k", "1");
        Assert.Equal("TRYAGAIN mainstay: no primary within 0.2 s; not executed", reply.Text);
        Assert.Equal(1, group.Primary.Figures.RefusedHoldTime);
        group.Publish(1, group.Nodes[0]);
        Assert.True((await client.CallAsync("GET", "k")).IsNull);
    }

    [Fact]
    public async Task No_more_commands_are_held_than_allowed()
    {
        await using var group = await FakeGroup.StartAsync(hold: new HoldSpec { Commands = 3 }, publish: false);
        using var client = await group.ConnectAsync();
        using var other = await group.ConnectAsync();
        for (var i = 0; i < 3; i++) await client.SendAsync("INCR", "k");
        await group.CountedAsync(figures => figures.CommandsHeld, 3);
        Assert.Equal("TRYAGAIN", (await other.CallAsync("INCR", "k")).ErrorWord);
        Assert.Equal(1, group.Primary.Figures.RefusedHoldCommands);
        Assert.Equal(EndpointState.Refusing, group.Primary.State);
        group.Publish(1, group.Nodes[0]);
        for (var i = 1; i <= 3; i++) Assert.Equal(i, (await client.ReadAsync(TimeSpan.FromSeconds(5))).Number);
    }

    [Fact]
    public async Task No_more_bytes_are_held_than_allowed()
    {
        await using var group = await FakeGroup.StartAsync(hold: new HoldSpec { Bytes = 1000 }, publish: false);
        using var client = await group.ConnectAsync();
        Assert.Equal("TRYAGAIN", (await client.CallAsync("SET", "k", new string('x', 1000))).ErrorWord);
        Assert.Equal(1, group.Primary.Figures.RefusedHoldBytes);
    }

    [Fact]
    public async Task What_a_client_left_behind_is_dropped()
    {
        await using var group = await FakeGroup.StartAsync(publish: false);
        using (var client = await group.ConnectAsync())
        {
            await client.SendAsync("SET", "k", "1");
            await group.CountedAsync(figures => figures.CommandsHeld, 1);
        }

        await group.CountedAsync(figures => figures.Sessions, 0);
        Assert.Equal(1, group.Primary.Figures.DroppedWithClient);
        group.Publish(1, group.Nodes[0]);
        using var other = await group.ConnectAsync();
        Assert.True((await other.CallAsync("GET", "k")).IsNull);
    }

    [Fact]
    public async Task A_transaction_whose_MULTI_is_refused_runs_in_no_part()
    {
        await using var group = await FakeGroup.StartAsync(hold: new HoldSpec { Time = TimeSpan.FromMilliseconds(200) }, publish: false);
        using var client = await group.ConnectAsync();
        Assert.Equal("TRYAGAIN", (await client.CallAsync("MULTI")).ErrorWord);
        group.Publish(1, group.Nodes[0]);
        Assert.Equal("TRYAGAIN", (await client.CallAsync("SET", "k", "1")).ErrorWord);
        Assert.Equal("EXECABORT", (await client.CallAsync("EXEC")).ErrorWord);
        Assert.True((await client.CallAsync("GET", "k")).IsNull);
        Assert.DoesNotContain("SET k 1", group.Nodes[0].Heard);
    }

    [Fact]
    public async Task A_transaction_of_which_one_command_is_refused_is_aborted()
    {
        await using var group = await FakeGroup.StartAsync(hold: new HoldSpec { Time = TimeSpan.FromMilliseconds(200) });
        using var client = await group.ConnectAsync();
        Assert.Equal("OK", (await client.CallAsync("MULTI")).Text);
        Assert.Equal("QUEUED", (await client.CallAsync("SET", "a", "1")).Text);
        await group.FenceAsync(2, TimeSpan.Zero);
        Assert.Equal("TRYAGAIN", (await client.CallAsync("SET", "b", "1")).ErrorWord);
        group.Publish(2, group.Nodes[0]);
        Assert.Equal("EXECABORT", (await client.CallAsync("EXEC")).ErrorWord);
        Assert.True((await client.CallAsync("GET", "a")).IsNull);
    }
}
