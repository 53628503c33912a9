using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Endpoints.Tests.Listening;

[Collection(nameof(AloneGroup))]
public sealed class HostileTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("*10000000\r\n", "ERR Protocol error: invalid multibulk length")]
    [InlineData("*1\r\n$1073741824\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*1\r\n$-5\r\n", "ERR Protocol error: invalid bulk length")]
    [InlineData("*2\r\n*1\r\n*1\r\n*1\r\n", "ERR Protocol error: expected '$', got '*'")]
    [InlineData("SET \"a\r\n", "ERR Protocol error: unbalanced quotes in request")]
    [InlineData("POST / HTTP/1.1\r\n", "ERR Protocol error: this is a Redis endpoint and does not speak HTTP")]
    [InlineData("Host: localhost\r\nSET k 1\r\n", "ERR Protocol error: this is a Redis endpoint and does not speak HTTP")]
    [InlineData("*1\r\n$4\r\nPINGxx", "ERR Protocol error: expected CR LF")]
    public async Task What_breaks_the_protocol_is_told_and_ended(string bytes, string error)
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync(Encoding.Latin1.GetBytes("INCR n\r\n" + bytes));
        Assert.Equal(1, (await client.ReadAsync(_patience)).Number);
        Assert.Equal(error, (await client.ReadAsync(_patience)).Text);
        await group.CountedAsync(figures => figures.Sessions, 0);
        Assert.Equal(1, group.Primary.Figures.ProtocolErrors);
        Assert.Equal(["INCR n"], group.Nodes[0].Heard);
    }

    [Fact]
    public async Task A_line_without_an_end_is_told_and_ended()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync(new byte[70_000]);
        Assert.Equal("ERR Protocol error: too big inline request", (await client.ReadAsync(_patience)).Text);
    }

    [Fact]
    public async Task Garbage_and_half_requests_harm_nobody()
    {
        await using var group = await FakeGroup.StartAsync();
        using var good = await group.ConnectAsync();
        await good.CallAsync("PING");
        var random = new Random(7);
        for (var i = 0; i < 50; i++)
        {
            using var client = await group.ConnectAsync();
            var garbage = new byte[random.Next(1, 3000)];
            random.NextBytes(garbage);
            if (i % 2 == 0) "*3\r\n$3\r\nSET\r\n"u8.CopyTo(garbage.Length >= 13 ? garbage : garbage = new byte[13]);
            await client.SendBytesAsync(garbage);
        }

        await Eventually.FineAsync(() => group.Primary.Figures.Sessions == 1 ? null : group.Primary.Figures.ToString(), Deadline.InSeconds(10), "only the good one is left");
        Assert.Equal("PONG", (await good.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Announcements_cost_nothing_and_what_is_sent_is_bounded_in_all()
    {
        await using var group = await FakeGroup.StartAsync();
        var before = Process.GetCurrentProcess().WorkingSet64;
        var flood = new byte[4 << 20];
        var sockets = new List<Socket>();
        for (var i = 0; i < 64; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            try
            {
                socket.Connect("127.0.0.1", group.Primary.Address.Port);
            }
            catch (SocketException)
            {
                // Non-blocking: under way.
            }

            sockets.Add(socket);
        }

        // 64 clients, each of which announces 512 MiB and sends 4 MiB of it: twice what all may keep together.
        await Task.WhenAll(sockets.Select(async socket =>
        {
            try
            {
                await socket.SendAsync("*1048576\r\n$536870912\r\n"u8.ToArray().AsMemory());
                for (var sent = 0; sent < flood.Length;) sent += await socket.SendAsync(flood.AsMemory(sent));
            }
            catch (SocketException)
            {
                // Refused, which is the point.
            }
        }));
        await Eventually.TrueAsync(() => group.Primary.Figures.RefusedMemory > 0, Deadline.InSeconds(20), "somebody is refused");
        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, 250L << 20);
        foreach (var socket in sockets) socket.Dispose();
        using var good = await group.ConnectAsync();
        Assert.Equal("PONG", (await good.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_not_read_from()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[0].Instead = arguments => arguments[0] == "GET" ? $"$100000\r\n{new string('x', 100_000)}\r\n" : null;
        using var greedy = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await greedy.ConnectAsync("127.0.0.1", group.Primary.Address.Port, TestContext.Current.CancellationToken);
        var request = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("GET k\r\n", 20_000)));
        var sending = greedy.SendAsync(request, TestContext.Current.CancellationToken).AsTask();
        var heard = -1;

        // 2 GB of replies are asked for; the node is asked for less and less until it is asked no more.
        await Eventually.TrueAsync(() =>
        {
            var last = heard;
            heard = group.Nodes[0].Heard.Count;
            return heard > 0 && heard == last;
        }, Deadline.InSeconds(30), "the endpoint stops");
        using var other = await group.ConnectAsync();
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
        Assert.InRange(group.Nodes[0].Heard.Count, 1, 19_999);

        // Once it reads, all comes.
        var received = 0L;
        var buffer = new byte[1 << 20];
        var expected = 2000L * 100_011;
        while (received < expected) received += await greedy.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        Assert.True(received >= expected);
        greedy.Dispose();
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_large_value_goes_both_ways()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        var value = new string('v', 3_000_000);
        Assert.Equal("OK", (await client.CallAsync("SET", "k", value)).Text);
        Assert.Equal(value, (await client.CallAsync("GET", "k")).Text);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using var first = await FakeGroup.StartAsync();
        using var loops = new EventLoops(1, EventLoops.DefaultKind, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await using var second = new GroupEndpoints(
            new Core.Configuration.GroupSpec
            {
                Name = "other",
                Nodes = [],
                Endpoints = [new Core.Configuration.EndpointSpec(Core.Topology.EndpointKind.Primary, first.Primary.Address)],
            },
            null,
            loops,
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var failure = await Assert.ThrowsAsync<EndpointBindException>(() => second.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first.Primary.Address, failure.Address);
        Assert.Equal("the port is taken", failure.Reason);
    }

    [Fact]
    public async Task Closing_ends_all_sessions()
    {
        var group = await FakeGroup.StartAsync();
        RespClient client = await group.ConnectAsync();
        await client.CallAsync("PING");
        await group.DisposeAsync();
        Assert.Equal(0, group.Primary.Figures.Sessions);
    }
}
