using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Sessions;

public sealed class TransactionTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_queue_without_its_EXEC_moves_to_the_next_primary()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "a", "1");
        await client.CallAsync("GET", "a");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        Assert.Equal("QUEUED", (await client.CallAsync("SET", "b", "2")).Text);
        var results = await client.CallAsync("EXEC");
        Assert.Equal(["OK", "1", "OK"], results.Items!.Select(item => item.Text));
        Assert.Equal(["MULTI", "SET a 1", "GET a", "SET b 2", "EXEC"], group.Nodes[1].Heard);
    }

    [Fact]
    public async Task A_watch_does_not_survive_and_EXEC_answers_nil()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("WATCH", "k");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "k", "1");
        var result = await client.CallAsync("EXEC");
        Assert.Equal('*', result.Kind);
        Assert.True(result.IsNull);
        Assert.True((await client.CallAsync("GET", "k")).IsNull);
        Assert.Equal(1, group.Primary.Figures.WatchesBroken);

        // The next attempt is not nil.
        await client.CallAsync("WATCH", "k");
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "k", "1");
        Assert.Single((await client.CallAsync("EXEC")).Items!);
    }

    [Fact]
    public async Task In_RESP3_the_nil_is_its_null()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("HELLO", "3");
        await client.CallAsync("WATCH", "k");
        await client.CallAsync("MULTI");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        Assert.Equal('_', (await client.CallAsync("EXEC")).Kind);
    }

    [Fact]
    public async Task UNWATCH_before_the_change_keeps_nothing()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("WATCH", "k");
        await client.CallAsync("UNWATCH");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "k", "1");
        Assert.Single((await client.CallAsync("EXEC")).Items!);
    }

    [Fact]
    public async Task A_broken_watch_with_an_error_in_the_queue_is_aborted()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("WATCH", "k");
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        await client.CallAsync("MULTI");
        Assert.True((await client.CallAsync("BAD")).IsError);
        Assert.Equal("EXECABORT", (await client.CallAsync("EXEC")).ErrorWord);
    }

    [Fact]
    public async Task An_EXEC_in_flight_is_indeterminate()
    {
        await using var group = await FakeGroup.StartAsync(upstream: UpstreamUse.Dedicated);
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectKnownAsync();
        old.IsFrozen = true;
        await client.SendBytesAsync("MULTI\r\nSET a 1\r\nEXEC\r\nGET a\r\n"u8.ToArray());
        await group.CountedAsync(figures => figures.Commands, FakeGroup.Known + 4);
        old.Kill();
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("OK", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("QUEUED", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("INDETERMINATE", (await client.ReadAsync(_patience)).ErrorWord);
        Assert.True((await client.ReadAsync(_patience)).IsNull);
        Assert.Equal(["GET a"], next.Heard);
    }

    [Fact]
    public async Task A_transaction_thrown_away_by_a_demoted_primary_runs_on_the_next()
    {
        await using var group = await FakeGroup.StartAsync();
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectAsync();
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "a", "1");
        old.Demote();
        await client.SendAsync("EXEC");
        await FakeGroup.HeardAsync(old, "EXEC");
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("OK", Assert.Single((await client.ReadAsync(_patience)).Items!).Text);
    }

    [Fact]
    public async Task A_whole_transaction_refused_by_a_demoted_primary_runs_on_the_next()
    {
        await using var group = await FakeGroup.StartAsync(upstream: UpstreamUse.Dedicated);
        var (old, next) = (group.Nodes[0], group.Nodes[1]);
        using var client = await group.ConnectAsync();
        await client.CallAsync("PING");
        old.Demote();
        await client.SendBytesAsync("MULTI\r\nSET a 1\r\nSET b 2\r\nEXEC\r\n"u8.ToArray());
        await FakeGroup.HeardAsync(old, "EXEC");
        next.Promote();
        group.Publish(2, next);
        Assert.Equal("OK", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("QUEUED", (await client.ReadAsync(_patience)).Text);
        Assert.Equal("QUEUED", (await client.ReadAsync(_patience)).Text);
        Assert.Equal(2, (await client.ReadAsync(_patience)).Items!.Count);
    }

    [Fact]
    public async Task What_is_denied_inside_spoils_the_transaction()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "a", "1");
        Assert.Equal("DENIED", (await client.CallAsync("REPLICAOF", "NO", "ONE")).ErrorWord);
        Assert.Equal("EXECABORT", (await client.CallAsync("EXEC")).ErrorWord);
        Assert.True((await client.CallAsync("GET", "a")).IsNull);
    }

    [Fact]
    public async Task A_SELECT_inside_counts_after_EXEC()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync("MULTI\r\nSELECT 5\r\nSET k five\r\nEXEC\r\n"u8.ToArray());
        for (var i = 0; i < 4; i++) await client.ReadAsync(_patience);
        await group.SwitchAsync(group.Nodes[0], group.Nodes[1]);
        Assert.Equal("five", (await client.CallAsync("GET", "k")).Text);
    }
}
