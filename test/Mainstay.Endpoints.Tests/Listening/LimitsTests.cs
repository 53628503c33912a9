using System.Net.Sockets;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.TestKit.Resp;

namespace Mainstay.Endpoints.Tests.Listening;

/// <summary>What a client may take, and what becomes of one that takes more.</summary>
public sealed class LimitsTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Clients_beyond_the_limit_are_told_and_others_go_on()
    {
        await using var group = await StartAsync(new LimitsSpec { Connections = 2 });
        using var first = await group.ConnectAsync();
        using var second = await group.ConnectAsync();
        await first.CallAsync("PING");
        await second.CallAsync("PING");
        using (var third = await group.ConnectAsync()) Assert.Equal("ERR mainstay: max number of clients reached", (await third.ReadAsync(_patience)).Text);
        Assert.Equal("PONG", (await first.CallAsync("PING")).Text);
        Assert.Equal(1, group.Primary.Figures.SessionsRefused);
    }

    [Fact]
    public async Task Clients_of_one_address_beyond_the_limit_are_told_until_one_leaves()
    {
        await using var group = await StartAsync(new LimitsSpec { ConnectionsPerAddress = 1 });
        using (var first = await group.ConnectAsync())
        {
            await first.CallAsync("PING");
            using var second = await group.ConnectAsync();
            Assert.Equal("ERR mainstay: max number of clients from this address reached", (await second.ReadAsync(_patience)).Text);
            Assert.Equal(1, group.Primary.Figures.RefusedAddress);
        }

        await group.CountedAsync(figures => figures.Sessions, 0);
        using var third = await group.ConnectAsync();
        Assert.Equal("PONG", (await third.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task An_argument_beyond_the_limit_breaks_the_protocol()
    {
        await using var group = await StartAsync(new LimitsSpec { Request = 1024 });
        using var client = await group.ConnectAsync();
        Assert.Equal("OK", (await client.CallAsync("SET", "k", new string('v', 1024))).Text);
        await client.SendBytesAsync("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1025\r\n"u8.ToArray());
        Assert.Equal("ERR Protocol error: invalid bulk length", (await client.ReadAsync(_patience)).Text);
    }

    [Fact]
    public async Task Who_says_nothing_at_all_is_closed()
    {
        await using var group = await StartAsync(new LimitsSpec { FirstByte = TimeSpan.FromSeconds(1) });
        using var silent = await group.ConnectAsync();
        using var good = await group.ConnectAsync();
        await good.CallAsync("PING");
        await group.CountedAsync(figures => figures.IdleClosed, 1);
        Assert.Equal("PONG", (await good.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Who_does_not_end_what_it_begins_is_closed()
    {
        await using var group = await StartAsync(new LimitsSpec { Partial = TimeSpan.FromSeconds(1) });
        using var slow = await group.ConnectAsync();
        using var good = await group.ConnectAsync();
        await good.CallAsync("PING");
        await slow.SendBytesAsync("*2\r\n$3\r\nGET\r\n"u8.ToArray());
        await group.CountedAsync(figures => figures.IdleClosed, 1);
        Assert.Equal("PONG", (await good.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Who_is_idle_is_closed_and_who_listens_or_is_blocked_is_not()
    {
        await using var group = await StartAsync(new LimitsSpec { Idle = TimeSpan.FromSeconds(1) });
        using var listening = await group.ConnectAsync();
        using var blocked = await group.ConnectAsync();
        using var idle = await group.ConnectAsync();
        await listening.CallAsync("SUBSCRIBE", "news");
        await blocked.SendAsync("BLPOP", "k", "0");
        await idle.CallAsync("PING");
        await group.CountedAsync(figures => figures.IdleClosed, 1);
        Assert.Equal(2, group.Primary.Figures.Sessions);
    }

    [Fact]
    public async Task Who_leaves_too_much_unread_is_closed()
    {
        await using var group = await StartAsync(new LimitsSpec { Output = 1 << 20 });
        group.Nodes[0].Instead = arguments => arguments[0] == "INCR" ? $"$3000000\r\n{new string('x', 3_000_000)}\r\n" : null;
        using var greedy = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await greedy.ConnectAsync("127.0.0.1", group.Primary.Address.Port, TestContext.Current.CancellationToken);

        // Writes can't be asked for again more slowly: their replies are kept, up to the limit. Many are asked for at once for who had many small ones.
        for (var i = 0; i < FakeGroup.Known; i++)
        {
            await greedy.SendAsync("PING\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await greedy.ReceiveAsync(new byte[16], TestContext.Current.CancellationToken);
        }

        await greedy.SendAsync(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("INCR n\r\n", 16))), TestContext.Current.CancellationToken);
        await group.CountedAsync(figures => figures.RefusedOutput, 1);
        using var other = await group.ConnectAsync();
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Other_limits_are_in_force_at_once()
    {
        await using var group = await StartAsync(new LimitsSpec());
        using var first = await group.ConnectAsync();
        await first.CallAsync("PING");
        group.Endpoints.Configure(new GroupSpec { Name = "main", Nodes = [], Limits = new LimitsSpec { Connections = 1 }, Deny = ["ECHO"] });
        Assert.Equal("DENIED", await TestKit.Waiting.Eventually.GetAsync(
            async () => (await first.CallAsync("ECHO", "x")).ErrorWord ?? "none", word => word == "DENIED", TestKit.Waiting.Deadline.InSeconds(5), "what is denied now is refused"));
        using var second = await group.ConnectAsync();
        Assert.Equal("ERR mainstay: max number of clients reached", (await second.ReadAsync(_patience)).Text);
    }

    private static Task<FakeGroup> StartAsync(LimitsSpec limits) => FakeGroup.StartAsync(more: spec => spec with { Limits = limits });
}
