using System.Globalization;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Sessions;

/// <summary>What a connection has built up survives a change of primary.</summary>
public sealed class SessionTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private UpProcess Up => fixture.Up;

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task Subscriptions_go_on(GapEvent kind)
    {
        using var subscriber = await RespClient.ConnectAsync(Up.Ports.Primary);
        Assert.Equal("subscribe", (await subscriber.CallAsync("SUBSCRIBE", "news")).Items![0].Text);
        Assert.Equal("psubscribe", (await subscriber.CallAsync("PSUBSCRIBE", "new*r")).Items![0].Text);
        await HearsAsync(subscriber, "message", "news", "before");

        await ChangeAsync(kind);
        await HearsAsync(subscriber, "message", "news", "after");
        await HearsAsync(subscriber, "pmessage", "newer", "after");
    }

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task A_queued_transaction_runs_whole_on_the_new_primary(GapEvent kind)
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        await client.CallAsync("DEL", "queued");
        Assert.Equal("OK", (await client.CallAsync("MULTI")).Text);
        Assert.Equal("QUEUED", (await client.CallAsync("RPUSH", "queued", "a")).Text);
        await ChangeAsync(kind);
        Assert.Equal("QUEUED", (await client.CallAsync("RPUSH", "queued", "b")).Text);
        var executed = await client.CallAsync("EXEC");
        Assert.Equal(["1", "2"], executed.Items?.Select(item => item.Text) ?? [$"{executed}"]);
        Assert.Equal(["a", "b"], (await client.CallAsync("LRANGE", "queued", "0", "-1")).Items!.Select(item => item.Text));
    }

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task A_watch_before_the_change_makes_exec_answer_nil(GapEvent kind)
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        await client.CallAsync("SET", "watched", "1");
        Assert.Equal("OK", (await client.CallAsync("WATCH", "watched")).Text);
        await ChangeAsync(kind);
        Assert.Equal("OK", (await client.CallAsync("MULTI")).Text);
        Assert.Equal("QUEUED", (await client.CallAsync("SET", "watched", "2")).Text);
        var executed = await client.CallAsync("EXEC");
        Assert.True(executed is { IsNull: true, IsError: false }, $"{executed}");
        Assert.Equal("1", (await client.CallAsync("GET", "watched")).Text);
    }

    [Fact]
    public async Task A_blocked_pop_goes_on_waiting_across_a_switchover()
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        await client.SendAsync("BLPOP", "later", "20");
        await BlockedAsync();
        await ChangeAsync(GapEvent.Switchover);
        Assert.Equal("1", (await RespClient.AskAsync(Up.Ports.Primary, "RPUSH", "later", "come")).Text);
        var popped = await client.ReadAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["later", "come"], popped.Items?.Select(item => item.Text) ?? [$"{popped}"]);
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task A_blocked_pop_whose_primary_crashed_is_told_that_its_end_is_unknown_or_goes_on()
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        await client.SendAsync("BLPOP", "never", "20");
        await BlockedAsync();
        await ChangeAsync(GapEvent.Crash);
        await RespClient.AskAsync(Up.Ports.Primary, "RPUSH", "never", "come");
        var reply = await client.ReadAsync(TimeSpan.FromSeconds(10));
        Assert.True(reply.ErrorWord == "INDETERMINATE" || (reply.Items is [_, { Text: "come" }]), $"{reply}");
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
        await RespClient.AskAsync(Up.Ports.Primary, "DEL", "never");
    }

    [Theory]
    [InlineData(GapEvent.Switchover)]
    [InlineData(GapEvent.Crash)]
    public async Task Database_protocol_and_name_are_as_before(GapEvent kind)
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        Assert.Equal('%', (await client.CallAsync("HELLO", "3")).Kind);
        Assert.Equal("OK", (await client.CallAsync("SELECT", "5")).Text);
        Assert.Equal("OK", (await client.CallAsync("CLIENT", "SETNAME", "walker")).Text);
        Assert.Equal("OK", (await client.CallAsync("SET", "in-five", "yes")).Text);

        await ChangeAsync(kind);
        Assert.Equal("yes", (await client.CallAsync("GET", "in-five")).Text);
        Assert.Equal("walker", (await client.CallAsync("CLIENT", "GETNAME")).Text);
        Assert.Equal('%', (await client.CallAsync("CONFIG", "GET", "port")).Kind);
    }

    [Fact]
    public async Task The_reader_spreads_over_replicas_and_outlives_one()
    {
        var group = await Up.WholeAsync(Deadline.InSeconds(15));
        var reader = group.Endpoints.Single(endpoint => endpoint.Kind == "reader");
        Assert.Equal(group.Nodes.Where(node => node.Role == "replica").Select(node => node.Name).Order(), reader.Targets.Order());
        await Up.WriteEverywhereAsync("read", "yes");

        var served = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            using var client = await RespClient.ConnectAsync(Up.Ports.Reader);
            Assert.Equal("yes", (await client.CallAsync("GET", "read")).Text);
            served.Add((await client.CallAsync("CONFIG", "GET", "port")).Items![1].Text!);
        }

        Assert.Equal(group.Nodes.Where(node => node.Role == "replica").Select(node => node.Port.ToString(CultureInfo.InvariantCulture)).Order(), served.Order());

        using var held = await RespClient.ConnectAsync(Up.Ports.Reader);
        Assert.Equal("yes", (await held.CallAsync("GET", "read")).Text);
        foreach (var name in reader.Targets)
        {
            (await Up.NodeAsync(name)).Send(Signal.Kill);
            Assert.Equal("yes", (await held.CallAsync("GET", "read")).Text);
            Assert.Equal("yes", (await RespClient.AskAsync(Up.Ports.Reader, "GET", "read")).Text);
            await Eventually.GetAsync(() => Up.NodeAsync(name), _ => true, Deadline.InSeconds(10), $"{name} is back");
            await Up.WholeAsync(Deadline.InSeconds(15));
        }

        Assert.True((await RespClient.AskAsync(Up.Ports.Reader, "SET", "read", "no")).IsError);
        Assert.Equal("yes", await Up.ReadAsync("read"));
    }

    [Theory]
    [InlineData("REPLICAOF", "NO", "ONE")]
    [InlineData("SHUTDOWN", "NOSAVE")]
    [InlineData("CONFIG", "SET", "maxmemory", "1")]
    [InlineData("DEBUG", "SLEEP", "1")]
    [InlineData("FAILOVER")]
    [InlineData("CLIENT", "PAUSE", "1000")]
    [InlineData("ACL", "SETUSER", "x")]
    public async Task What_would_work_behind_our_back_is_denied(params string[] command)
    {
        var reply = await RespClient.AskAsync(Up.Ports.Primary, command);
        Assert.Equal("DENIED", reply.ErrorWord);
        await Up.WholeAsync(Deadline.InSeconds(5));
    }

    [Fact]
    public async Task No_node_address_is_given_out()
    {
        var group = await Up.WholeAsync(Deadline.InSeconds(15));
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        string[] told = [$"{await client.CallAsync("ROLE")}", (await client.CallAsync("INFO", "replication")).Value!, $"{await client.CallAsync("HELLO", "3")}"];
        Assert.Contains("master", told[0], StringComparison.Ordinal);
        foreach (var text in told)
            foreach (var node in group.Nodes) Assert.DoesNotContain(node.Port.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
    }

    private async Task ChangeAsync(GapEvent kind)
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        if (kind == GapEvent.Switchover) await OperatorClient.PostAsync(Up.Ports.Web, "switchover");
        else (await Up.PrimaryAsync()).Send(Signal.Kill);
        await Up.WholeAsync(Deadline.InSeconds(10), before.Term + 1);
    }

    private async Task BlockedAsync()
    {
        var primary = await Up.PrimaryAsync();
        await Eventually.GetAsync(() => DataNode.InfoAsync(primary.Port, "clients"), info => info["blocked_clients"] == "1", Deadline.InSeconds(5), "a client is blocked on the primary");
    }

    /// <summary>Publishes until the subscriber has it: pub/sub is at most once, and a subscription is restored a little after the change.</summary>
    private async Task HearsAsync(RespClient subscriber, string kind, string channel, string text)
    {
        using var stop = new CancellationTokenSource();
        var publishing = PublishAsync(channel, text, stop.Token);
        var deadline = Deadline.InSeconds(10);
        RespReply heard;
        do heard = await subscriber.ReadAsync(deadline.Left);
        while (heard.Items?[0].Text != kind || heard.Items[^1].Text != text);
        await stop.CancelAsync();
        await publishing;
    }

    private async Task PublishAsync(string channel, string text, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        while (!stop.IsCancellationRequested)
        {
            Assert.False((await client.CallAsync("PUBLISH", channel, text)).IsError);
            try
            {
                await pace.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
