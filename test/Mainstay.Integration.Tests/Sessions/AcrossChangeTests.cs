using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Soaking;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Sessions;

/// <summary>What servers keep for a connection besides its plain state goes on at the next primary: groups of readers, caches, shard channels, notifications, functions, scripts.</summary>
public sealed class AcrossChangeTests(NotifyingFixture fixture) : IClassFixture<NotifyingFixture>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private ServedGroup Group => fixture.Group;

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task A_group_of_readers_gets_every_entry(GapEvent kind)
    {
        var stream = $"stream:{kind}";
        using var writer = await RespClient.ConnectAsync(Group.Primary);
        using var reader = await RespClient.ConnectAsync(Group.Primary);
        Assert.Equal("OK", (await writer.CallAsync("XGROUP", "CREATE", stream, "g", "$", "MKSTREAM")).Text);
        await writer.CallAsync("XADD", stream, "*", "n", "1");
        Assert.Equal([1], await ReadAsync(reader, stream, ">"));

        // Blocked while the primary changes: nobody wrote meanwhile, so that nothing was given out.
        await reader.SendAsync("XREADGROUP", "GROUP", "g", "c", "BLOCK", "20000", "STREAMS", stream, ">");
        await BlockedAsync();
        await ChangeAsync(kind);
        for (var n = 2; n <= 20; n++) Assert.Null((await writer.CallAsync("XADD", stream, "*", "n", n.ToString(CultureInfo.InvariantCulture))).ErrorWord);
        var heard = new List<long>();
        var woken = await reader.ReadAsync(_patience);
        if (woken.ErrorWord == "INDETERMINATE" && kind == GapEvent.Crash) heard.AddRange(await ReadAsync(reader, stream, "0"));
        else heard.AddRange(await AcknowledgedAsync(reader, stream, woken));
        while (heard.Count < 19 && await ReadAsync(reader, stream, ">") is { Count: > 0 } more) heard.AddRange(more);
        Assert.Equal(Enumerable.Range(2, 19).Select(n => (long)n), heard);
        Assert.Equal(0, (await reader.CallAsync("XPENDING", stream, "g")).Items![0].Number);
    }

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task A_cache_is_told_to_forget_all_and_then_of_each_change(GapEvent kind)
    {
        using var cache = await RespClient.ConnectAsync(Group.Primary);
        await cache.CallAsync("HELLO", "3");
        Assert.Equal("OK", (await cache.CallAsync("CLIENT", "TRACKING", "ON")).Text);
        await WriteAsync("cached", "1");
        Assert.Equal("1", (await cache.CallAsync("GET", "cached")).Text);
        await WriteAsync("cached", "2");
        AssertForgotten(await cache.ReadAsync(_patience), "cached");
        Assert.Equal("2", (await cache.CallAsync("GET", "cached")).Text);

        await ChangeAsync(kind);
        var all = await cache.ReadAsync(_patience);
        Assert.True(all is { Kind: '>', Items: [{ Text: "invalidate" }, { IsNull: true }] }, $"{all}");
        Assert.Equal("2", (await cache.CallAsync("GET", "cached")).Text);
        await WriteAsync("cached", "3");
        AssertForgotten(await cache.ReadAsync(_patience), "cached");
        Assert.Equal("3", (await cache.CallAsync("GET", "cached")).Text);
    }

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task A_shard_channel_goes_on(GapEvent kind)
    {
        using var subscriber = await RespClient.ConnectAsync(Group.Primary);
        Assert.Equal("ssubscribe", (await subscriber.CallAsync("SSUBSCRIBE", "shard")).Items![0].Text);
        await HearsAsync(subscriber, "smessage", "before", "SPUBLISH", "shard", "before");
        await ChangeAsync(kind);
        await HearsAsync(subscriber, "smessage", "after", "SPUBLISH", "shard", "after");
    }

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task Notifications_of_keys_come_from_the_new_primary(GapEvent kind)
    {
        using var subscriber = await RespClient.ConnectAsync(Group.Primary);
        Assert.Equal("psubscribe", (await subscriber.CallAsync("PSUBSCRIBE", "__keyspace@0__:noticed-*")).Items![0].Text);
        await HearsAsync(subscriber, "pmessage", "set", "SET", "noticed-before", "1");
        await ChangeAsync(kind);
        await HearsAsync(subscriber, "pmessage", "rpush", "RPUSH", "noticed-after", "1");
    }

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task Functions_and_scripts_are_called_as_before(GapEvent kind)
    {
        using var client = await RespClient.ConnectAsync(Group.Primary);
        var counter = $"called:{kind}";
        Assert.Equal("counting", (await client.CallAsync("FUNCTION", "LOAD", "REPLACE",
            "#!lua name=counting\nredis.register_function('more', function(keys, args) return redis.call('INCRBY', keys[1], args[1]) end)")).Value);
        Assert.Equal(1, (await client.CallAsync("FCALL", "more", "1", counter, "1")).Number);
        var hash = (await client.CallAsync("SCRIPT", "LOAD", $"return redis.call('INCRBY', KEYS[1], ARGV[1]) -- across {kind}")).Value!;
        Assert.Equal(2, (await client.CallAsync("EVALSHA", hash, "1", counter, "1")).Number);
        await ReplicatedAsync(counter, "2");

        await ChangeAsync(kind);
        Assert.Equal(3, (await client.CallAsync("FCALL", "more", "1", counter, "1")).Number);
        Assert.Equal(4, (await client.CallAsync("EVALSHA", hash, "1", counter, "1")).Number);

        // The function is the group's, not the connection's.
        Assert.Equal(5, (await RespClient.AskAsync(Group.Primary, "FCALL", "more", "1", counter, "1")).Number);
    }

    private static void AssertForgotten(RespReply push, string key) =>
        Assert.True(push is { Kind: '>', Items: [{ Text: "invalidate" }, { Items: [var only] }] } && only.Text == key, $"{push}");

    private async Task ChangeAsync(GapEvent kind)
    {
        var before = await Group.WholeAsync(Deadline.In(_patience * Machine.Slack));
        if (kind == GapEvent.Switchover) await OperatorClient.PostAsync(Group.Web, "switchover");
        else SystemProcess.Send(Group.NodeProcess(before.Primary!)!.Value, Signal.Kill);
        await Eventually.GetAsync(Group.GroupAsync, group => group.IsWhole && group.Term > before.Term, Deadline.In(_patience * Machine.Slack), "the group is whole in a new term");
    }

    private async Task BlockedAsync()
    {
        var group = await Group.WholeAsync(Deadline.In(_patience));
        var port = group.Nodes.Single(node => node.Name == group.Primary).Port;
        await Eventually.GetAsync(() => DataNode.InfoAsync(port, "clients"), info => info["blocked_clients"] == "1", Deadline.InSeconds(5), "a client is blocked on the primary");
    }

    private async Task WriteAsync(string key, string value)
    {
        Assert.Equal("OK", (await RespClient.AskAsync(Group.Primary, "SET", key, value)).Text);
        await ReplicatedAsync(key, value);
    }

    /// <summary>Awaits it on every node: a crash may take what no replica has.</summary>
    private async Task ReplicatedAsync(string key, string value)
    {
        foreach (var node in (await Group.GroupAsync()).Nodes)
            await Eventually.GetAsync(() => RespClient.AskAsync(node.Port, "GET", key), reply => reply.Text == value, Deadline.InSeconds(5), $"{node.Name} has {key}");
    }

    /// <summary>The numbers of the entries that are read, which are acknowledged.</summary>
    private static async Task<IReadOnlyList<long>> ReadAsync(RespClient reader, string stream, string from) =>
        await AcknowledgedAsync(reader, stream, await reader.CallAsync("XREADGROUP", "GROUP", "g", "c", "BLOCK", "5000", "STREAMS", stream, from));

    private static async Task<IReadOnlyList<long>> AcknowledgedAsync(RespClient reader, string stream, RespReply reply)
    {
        if (reply.Items is not [{ Items: [_, { Items: { } entries }] }]) return reply.IsNull ? [] : throw new InvalidOperationException($"{reply}");
        foreach (var entry in entries) Assert.Equal(1, (await reader.CallAsync("XACK", stream, "g", entry.Items![0].Text!)).Number);
        return [.. entries.Select(entry => entry.Items![1].Items![1].Number)];
    }

    /// <summary>Does something again and again until the subscriber hears of it: messages come at most once, and a subscription is restored a little after the change.</summary>
    private async Task HearsAsync(RespClient subscriber, string kind, string text, params string[] cause)
    {
        using var stop = new CancellationTokenSource();
        var causing = CauseAsync(cause, stop.Token);
        var deadline = Deadline.In(_patience);
        RespReply heard;
        do heard = await subscriber.ReadAsync(deadline.Left);
        while (heard.Items?[0].Text != kind || heard.Items[^1].Text != text);
        await stop.CancelAsync();
        await causing;
    }

    private async Task CauseAsync(string[] cause, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var client = await RespClient.ConnectAsync(Group.Primary);
        try
        {
            do Assert.False((await client.CallAsync(cause)).IsError);
            while (await pace.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was heard.
        }
    }
}
