using System.Net;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Listening;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Tls;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>What a client of a cluster may take, and how it may come.</summary>
public sealed class ClientLimitsTests
{
    [Fact]
    public async Task Clients_beyond_a_limit_are_told()
    {
        await using var cluster = await StartAsync(new LimitsSpec { Connections = 2 });
        var (first, second) = (await cluster.ConnectAsync(), await cluster.ConnectAsync());
        Assert.Equal("MN", await first.LineAsync("mn"));
        Assert.Equal("MN", await second.LineAsync("mn"));
        Assert.Equal("SERVER_ERROR mainstay: max number of clients reached", await (await cluster.ConnectAsync()).ReadLineAsync());
        await using var other = await StartAsync(new LimitsSpec { ConnectionsPerAddress = 1 });
        Assert.Equal("MN", await (await other.ConnectAsync()).LineAsync("mn"));
        Assert.Equal("SERVER_ERROR mainstay: max number of clients from this address reached", await (await other.ConnectAsync()).ReadLineAsync());
    }

    [Fact]
    public async Task Who_says_nothing_stops_in_the_middle_or_is_idle_is_closed()
    {
        var second = TimeSpan.FromSeconds(1);
        await using var silent = await StartAsync(new LimitsSpec { FirstByte = second });
        await using var partial = await StartAsync(new LimitsSpec { Partial = second });
        await using var idle = await StartAsync(new LimitsSpec { Idle = second });
        await silent.ConnectAsync();
        foreach (var begun in new[] { "get a", "set a 0 0 10\r\nabc", "ms a 5\r\n", "\u0080\u0060" }) await (await partial.ConnectAsync()).SendAsync(begun);
        Assert.Equal("MN", await (await idle.ConnectAsync()).LineAsync("mn"));
        await silent.CountedAsync(figures => figures.IdleClosed, 1);
        await partial.CountedAsync(figures => figures.IdleClosed, 4);
        await idle.CountedAsync(figures => figures.IdleClosed, 1);
    }

    [Fact]
    public async Task A_value_beyond_the_limit_of_a_request_is_refused_and_passed_over()
    {
        await using var cluster = await StartAsync(new LimitsSpec { Request = 1000 });
        var client = await cluster.ConnectAsync();
        Assert.Equal($"STORED\r\nSERVER_ERROR object too large for cache\r\nEND\r\n", await client.AllAsync($"set a 0 0 1000\r\n{new string('x', 1000)}\r\nset a 0 0 1001\r\n{new string('y', 1001)}\r\nget a\r\n"));
    }

    [Fact]
    public async Task Ten_thousand_pipelined_requests_and_a_client_that_leaves_in_the_middle_harm_nobody()
    {
        await using var cluster = await StartAsync(new LimitsSpec());
        var good = await cluster.ConnectAsync();
        await good.SetAsync("k", new string('x', 1000));
        for (var i = 0; i < 5; i++)
        {
            using var leaves = await TextClient.ConnectAsync(cluster.Port);
            var sending = leaves.SendAsync(string.Concat(Enumerable.Repeat("get k\r\n", 10_000)));
            for (var j = 0; j < 20; j++) Assert.Equal(1000, (await good.GetAsync("k"))!.Length);
            leaves.Dispose();
            await sending.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        await cluster.CountedAsync(figures => figures.Sessions, 1);
    }

    [Fact]
    public async Task A_proxy_may_speak_for_clients()
    {
        await using var cluster = await RealCluster.StartAsync(more: spec => spec with { ProxyProtocol = [IPNetwork.Parse("127.0.0.0/8")], Limits = new LimitsSpec { ConnectionsPerAddress = 1 } });
        foreach (var address in new[] { "203.0.113.7:40000", "203.0.113.8:40000" })
        {
            var client = await cluster.ConnectAsync();
            await client.SendAsync(Encoding.Latin1.GetString(ProxyBytes.From(IPEndPoint.Parse(address))));
            Assert.Equal("STORED", await client.SetAsync("k", "v"));
        }
    }

    [Fact]
    public async Task Clients_are_served_over_TLS()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("server");
        await using var cluster = await RealCluster.StartAsync(more: spec => spec with
        {
            Tls = new TlsSpec(certificate, key, null, ClientCertificates.None),
            Endpoints = [.. spec.Endpoints.Select(endpoint => endpoint with { Tls = true })],
        });
        using var plain = new System.Net.Sockets.TcpClient("127.0.0.1", cluster.Port);
        await using var stream = await authority.EncryptAsync(plain.GetStream());
        var value = new string('v', 300_000);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"set k 0 0 {value.Length}\r\n{value}\r\nget k\r\n"), TestContext.Current.CancellationToken);
        var expected = $"STORED\r\nVALUE k 0 {value.Length}\r\n{value}\r\nEND\r\n";
        var answer = new byte[expected.Length];
        await stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal(expected, Encoding.ASCII.GetString(answer));
    }

    private static Task<RealCluster> StartAsync(LimitsSpec limits) => RealCluster.StartAsync(more: spec => spec with { Limits = limits });
}
