using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Routing;

public sealed class FenceTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Nothing_is_sent_to_a_fenced_term()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("PING");
        Assert.True(await group.FenceAsync(2, TimeSpan.FromSeconds(1)));
        await client.SendAsync("INCR", "n");
        await group.CountedAsync(figures => figures.Commands, 2);
        group.Publish(1, group.Nodes[0]);
        Assert.DoesNotContain("INCR n", group.Nodes[0].Heard);
        group.Publish(2, group.Nodes[0]);
        Assert.Equal(1, (await client.ReadAsync(_patience)).Number);
    }

    [Fact]
    public async Task A_primary_that_is_published_again_keeps_its_connections()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("WATCH", "k");
        await group.FenceAsync(2, TimeSpan.FromSeconds(1));
        group.Publish(2, group.Nodes[0]);
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "k", "1");
        Assert.Single((await client.CallAsync("EXEC")).Items!);
        Assert.Equal(1, group.Primary.Figures.UpstreamConnects);
    }

    [Fact]
    public async Task A_drain_waits_for_what_was_sent()
    {
        await using var group = await FakeGroup.StartAsync();
        var node = group.Nodes[0];
        using var client = await group.ConnectAsync();
        await client.CallAsync("PING");
        node.IsFrozen = true;
        await client.SendAsync("GET", "k");
        await group.CountedAsync(figures => figures.Commands, 2);
        Assert.False(await group.FenceAsync(2, TimeSpan.FromMilliseconds(100)));
        node.IsFrozen = false;
        node.Kill();
        Assert.True(await group.FenceAsync(3, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_drain_does_not_wait_for_blocked_commands_and_subscriptions()
    {
        await using var group = await FakeGroup.StartAsync();
        using var blocked = await group.ConnectAsync();
        using var subscribed = await group.ConnectAsync();
        await blocked.SendAsync("BLPOP", "q", "0");
        await subscribed.CallAsync("SUBSCRIBE", "c");
        await FakeGroup.HeardAsync(group.Nodes[0], "BLPOP q 0");
        Assert.True(await group.FenceAsync(2, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Another_process_at_the_address_is_not_spoken_to()
    {
        await using var group = await FakeGroup.StartAsync();
        var node = group.Nodes[0];
        using var client = await group.ConnectAsync();
        await client.CallAsync("SET", "k", "1");
        node.Kill();
        await TestKit.Waiting.Eventually.TrueAsync(() => group.Primary.Figures.UpstreamFailures >= 1, TestKit.Waiting.Deadline.InSeconds(5), "its end is noticed");
        node.Restart();
        await client.SendAsync("SET", "k", "2");
        await TestKit.Waiting.Eventually.TrueAsync(() => group.Primary.Figures.IdentityMismatches >= 2, TestKit.Waiting.Deadline.InSeconds(5), "it is looked at and left");
        Assert.DoesNotContain("SET k 2", node.Heard);
        group.Publish(2, node);
        Assert.Equal("OK", (await client.ReadAsync(_patience)).Text);
    }

    [Fact]
    public async Task Another_history_is_not_spoken_to()
    {
        await using var group = await FakeGroup.StartAsync(publish: false);
        group.Publish(1, group.Nodes[0]);
        group.Nodes[0].ReplicationId = "another";
        using var client = await group.ConnectAsync();
        await client.SendAsync("PING");
        await TestKit.Waiting.Eventually.TrueAsync(() => group.Primary.Figures.IdentityMismatches >= 1, TestKit.Waiting.Deadline.InSeconds(5), "it is left");
        Assert.Empty(group.Nodes[0].Heard);
    }

    [Fact]
    public async Task An_older_topology_is_ignored()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[1].Promote();
        group.Publish(3, group.Nodes[1]);
        group.Publish(2, group.Nodes[0]);
        Assert.Equal([group.Nodes[1].Name], group.Primary.Targets);
    }

    [Fact]
    public async Task Many_sessions_move_at_once()
    {
        await using var group = await FakeGroup.StartAsync();
        var clients = new List<TestKit.Resp.RespClient>();
        for (var i = 0; i < 50; i++)
        {
            clients.Add(await group.ConnectAsync());
            await clients[i].CallAsync("PING");
        }

        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        var replies = await Task.WhenAll(clients.Select(client => client.CallAsync("INCR", "n")));
        Assert.Equal(Enumerable.Range(1, 50), replies.Select(reply => (int)reply.Number).Order());
        foreach (var client in clients) client.Dispose();
    }
}
