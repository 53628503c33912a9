using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Sessions;

public sealed class RestoreTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Database_name_and_user_are_the_same_on_the_next_primary()
    {
        await using var group = await FakeGroup.StartAsync();
        foreach (var node in group.Nodes) node.Password = "secret";
        using var client = await group.ConnectAsync();
        Assert.Equal("NOAUTH", (await client.CallAsync("GET", "k")).ErrorWord);
        Assert.Equal("OK", (await client.CallAsync("AUTH", "secret")).Text);
        await client.CallAsync("CLIENT", "SETNAME", "shop");
        await client.CallAsync("SELECT", "3");
        await client.CallAsync("SET", "k", "in three");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        Assert.Equal("in three", (await client.CallAsync("GET", "k")).Text);
        Assert.Equal("shop", (await client.CallAsync("CLIENT", "GETNAME")).Text);
        Assert.Equal(["AUTH secret", "SELECT 3", "GET k", "AUTH secret", "CLIENT SETNAME shop", "SELECT 3", "CLIENT GETNAME"], group.Nodes[1].Heard);
    }

    [Fact]
    public async Task The_protocol_is_the_same_on_the_next_primary()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        var hello = await client.CallAsync("HELLO", "3");
        Assert.Equal('%', hello.Kind);
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        Assert.Equal('_', (await client.CallAsync("GET", "absent")).Kind);
        Assert.Equal("HELLO 3", group.Nodes[1].Heard.First());
    }

    [Fact]
    public async Task A_wrong_password_is_told_once()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[0].Password = "secret";
        group.Nodes[1].Password = "other";
        using var client = await group.ConnectAsync();
        await client.CallAsync("AUTH", "secret");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        Assert.Equal("WRONGPASS", (await client.CallAsync("GET", "k")).ErrorWord);
        await group.CountedAsync(figures => figures.Sessions, 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Subscriptions_go_on_and_their_acknowledgements_are_not_seen(bool resp3)
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        if (resp3) await client.CallAsync("HELLO", "3");
        await client.SendAsync("SUBSCRIBE", "a", "b");
        for (var i = 1; i <= 2; i++) Assert.Equal(i, (await client.ReadAsync(_patience)).Items![2].Number);
        await client.SendAsync("UNSUBSCRIBE", "b");
        Assert.Equal("unsubscribe", (await client.ReadAsync(_patience)).Items![0].Text);
        Assert.Equal(1, group.Nodes[0].Say("a", "first"));
        Assert.Equal("first", (await client.ReadAsync(_patience)).Items![2].Text);
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await FakeGroup.HeardAsync(group.Nodes[1], "SUBSCRIBE a");
        Assert.Equal(1, group.Nodes[1].Say("a", "second"));
        Assert.Equal("second", (await client.ReadAsync(_patience)).Items![2].Text);
        Assert.Equal(1, group.Primary.Figures.SubscriptionsRestored);
        await client.SendAsync("UNSUBSCRIBE");
        Assert.Equal("unsubscribe", (await client.ReadAsync(_patience)).Items![0].Text);
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task In_RESP3_replies_and_messages_come_mixed()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("HELLO", "3");
        Assert.Equal('>', (await client.CallAsync("SUBSCRIBE", "a")).Kind);
        await client.SendBytesAsync("PUBLISH a hi\r\nSET k 1\r\nGET k\r\n"u8.ToArray());
        Assert.Equal("hi", (await client.ReadAsync(_patience)).Items![2].Text);
        Assert.Equal(1, (await client.ReadAsync(_patience)).Number);
        Assert.Equal("OK", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("1", (await client.ReadAsync(_patience)).Text);
    }

    [Fact]
    public async Task A_tracking_client_is_told_to_forget_all()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("HELLO", "3");
        await client.CallAsync("CLIENT", "TRACKING", "ON");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        var push = await client.ReadAsync(_patience);
        Assert.Equal('>', push.Kind);
        Assert.Equal("invalidate", push.Items![0].Text);
        Assert.True(push.Items[1].IsNull);
        Assert.Contains("CLIENT TRACKING ON", group.Nodes[1].Heard);
    }

    [Fact]
    public async Task Replies_that_are_off_stay_off()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync("CLIENT REPLY OFF\r\nSET k 1\r\n"u8.ToArray());
        await FakeGroup.HeardAsync(group.Nodes[0], "SET k 1");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await client.SendBytesAsync("SET k 2\r\nCLIENT REPLY ON\r\nGET k\r\n"u8.ToArray());
        Assert.Equal("OK", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("2", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("CLIENT REPLY OFF", group.Nodes[1].Heard.First());
    }

    [Fact]
    public async Task RESET_forgets_what_was_to_be_restored()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("SELECT", "3");
        await client.CallAsync("MULTI");
        Assert.Equal("RESET", (await client.CallAsync("RESET")).Text);
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await client.CallAsync("SET", "k", "1");
        Assert.Equal("SET k 1", group.Nodes[1].Heard.First());
    }
}
