using System.Security.Authentication;
using System.Text;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Endpoints.Tests.Transport.Tls;

public sealed class TlsTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Clients_are_served_over_TLS_across_a_change_of_primary(SslProtocols version)
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var client = await group.Authority.ConnectAsync(group.Port, versions: version);
        Assert.Equal("OK", (await client.CallAsync("SET", "k", "1")).Text);
        await group.Fakes.SwitchAsync(group.Fakes.Nodes[0], group.Fakes.Nodes[1]);
        Assert.Equal(2, (await client.CallAsync("INCR", "k")).Number);
        client.Dispose();
        await group.Fakes.CountedAsync(figures => figures.Sessions, 0);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Large_values_go_both_ways(SslProtocols version)
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var client = await group.Authority.ConnectAsync(group.Port, versions: version);
        foreach (var length in new[] { 1, 16_000, 16_319, 16_320, 16_321, 16_384, 16_385, 65_536, 100_003, 3_000_000 })
        {
            var value = new string((char)('a' + (length % 26)), length);
            Assert.Equal("OK", (await client.CallAsync("SET", "k", value)).Text);
            Assert.Equal(value, (await client.CallAsync("GET", "k")).Text);
        }
    }

    [Fact]
    public async Task Pipelines_are_answered_in_order_however_they_are_cut()
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var client = await group.Authority.ConnectAsync(group.Port);
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 3000).Select(_ => "*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n")));
        var random = new Random(5);
        for (var sent = 0; sent < bytes.Length;)
        {
            var part = Math.Min(random.Next(1, 4000), bytes.Length - sent);
            await client.SendBytesAsync(bytes.AsMemory(sent, part));
            sent += part;
        }

        for (var i = 1; i <= 3000; i++) Assert.Equal(i, (await client.ReadAsync(_patience)).Number);
    }

    [Fact]
    public async Task A_client_that_reads_late_gets_all_of_it_and_is_not_read_from_meanwhile()
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var client = await group.Authority.ConnectAsync(group.Port);
        using var other = await group.Authority.ConnectAsync(group.Port);
        await client.CallAsync("SET", "k", new string('v', 50_000));
        var asking = client.SendBytesAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(_ => "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"))));
        await Eventually.TrueAsync(() => group.Fakes.Nodes[0].Heard.Count(heard => heard == "GET k") > 10, Deadline.InSeconds(10), "it is being answered");
        for (var i = 0; i < 200; i++) Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
        Assert.InRange(group.Fakes.Nodes[0].Heard.Count(heard => heard == "GET k"), 10, 1000);
        for (var i = 0; i < 2000; i++) Assert.Equal(50_000, (await client.ReadAsync(_patience)).Text!.Length);
        await asking;
    }

    [Fact]
    public async Task Answers_go_out_before_a_client_that_ends_its_side_is_closed()
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var client = await group.Authority.ConnectAsync(group.Port);
        await client.CallAsync("SET", "k", new string('v', 200_000));
        await client.SendAsync("GET", "k");
        await client.SendAsync("QUIT");
        Assert.Equal(200_000, (await client.ReadAsync(_patience)).Text!.Length);
        Assert.Equal("OK", (await client.ReadAsync(_patience)).Text);
        await client.EndedAsync(_patience);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_command_leaves_nothing_for_the_garbage_collector(SslProtocols version)
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var client = await group.Authority.ConnectAsync(group.Port, versions: version);
        for (var i = 0; i < 500; i++) await client.CallAsync("PING");
        var before = await group.Fakes.AllocatedAsync();
        for (var i = 0; i < 2000; i++) await client.CallAsync("PING");

        // The sweeps of these moments are in it. .NET's own sockets take a little for each event.
        Assert.InRange((await group.Fakes.AllocatedAsync() - before) / 2000, 0, EventLoops.DefaultKind == TransportKind.Epoll ? 16 : 400);
    }

    [Fact]
    public async Task Two_hundred_come_at_once()
    {
        await using var group = await EncryptedGroup.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => group.Authority.ConnectAsync(group.Port)));
        var replies = await Task.WhenAll(clients.Select(client => client.CallAsync("INCR", "n")));
        Assert.Equal(Enumerable.Range(1, 200).Sum(), replies.Sum(reply => reply.Number));
        Assert.Equal((200, 0), (group.Fakes.Primary.Figures.Sessions, group.Fakes.Primary.Figures.TlsFailures));
        foreach (var client in clients) client.Dispose();
        await group.Fakes.CountedAsync(figures => figures.Sessions, 0);
    }

    [Theory]
    [InlineData("*1\r\n$4\r\nPING\r\n")]
    [InlineData("PING\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005hello, this is no handshake")]
    public async Task Other_bytes_are_refused_and_counted(string bytes)
    {
        await using var group = await EncryptedGroup.StartAsync();
        using var client = await RespClient.ConnectAsync(group.Port);
        await client.SendBytesAsync(Encoding.Latin1.GetBytes(bytes));
        await client.EndedAsync(_patience);
        await group.Fakes.CountedAsync(figures => figures.TlsFailures, 1);
        Assert.Empty(group.Fakes.Nodes[0].Heard);
        Assert.Equal(0, group.Fakes.Primary.Figures.SessionsAccepted);
    }

    [Fact]
    public async Task Who_leaves_or_stops_in_the_middle_of_a_handshake_is_closed()
    {
        await using var group = await EncryptedGroup.StartAsync();
        using (var leaves = await RespClient.ConnectAsync(group.Port)) await leaves.SendBytesAsync(new byte[] { 22, 3, 1 });
        await group.Fakes.CountedAsync(figures => figures.TlsFailures, 1);
        using var stops = await RespClient.ConnectAsync(group.Port);
        await stops.SendBytesAsync(new byte[] { 22, 3, 1, 2, 0, 1 });
        await stops.EndedAsync(_patience);
        await group.Fakes.CountedAsync(figures => figures.TlsFailures, 2);
    }

    [Fact]
    public async Task Versions_before_1_2_are_refused()
    {
        await using var group = await EncryptedGroup.StartAsync();
#pragma warning disable SYSLIB0039, CA5397 // That it is obsolete is the point.
        await Assert.ThrowsAnyAsync<Exception>(() => group.Authority.ConnectAsync(group.Port, versions: SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        using var good = await group.Authority.ConnectAsync(group.Port);
        Assert.Equal("PONG", (await good.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Garbage_after_the_handshake_ends_one_connection_only()
    {
        await using var group = await EncryptedGroup.StartAsync();
        Stream? raw = null;
        using var good = await group.Authority.ConnectAsync(group.Port);
        using var bad = await RespClient.ConnectAsync(group.Port, plain => group.Authority.EncryptAsync(raw = plain));
        Assert.Equal("PONG", (await bad.CallAsync("PING")).Text);
        await raw!.WriteAsync(new byte[2000], TestContext.Current.CancellationToken);
        await bad.EndedAsync(_patience);
        await group.Fakes.CountedAsync(figures => figures.Sessions, 1);
        Assert.Equal("PONG", (await good.CallAsync("PING")).Text);
    }
}
