using System.Net;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.Endpoints.Tests.Transport.Tls;
using Mainstay.TestKit.Resp;

namespace Mainstay.Endpoints.Tests.Listening;

public sealed class ProxyTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] _header = ProxyBytes.From(IPEndPoint.Parse("203.0.113.7:40000"), new byte[100]);
    private static readonly byte[] _ping = Encoding.ASCII.GetBytes("*1\r\n$4\r\nPING\r\n");

    [Fact]
    public async Task A_header_cut_at_any_byte_is_read_and_nothing_beyond_it()
    {
        await using var group = await StartAsync();
        byte[] all = [.. _header, .. _ping];
        for (var cut = 0; cut <= all.Length; cut++)
        {
            using var client = await group.ConnectAsync();
            await client.SendBytesAsync(all.AsMemory(0, cut));
            await client.SendBytesAsync(all.AsMemory(cut));
            Assert.Equal("PONG", (await client.ReadAsync(_patience)).Text);
        }

        Assert.Equal(0, group.Primary.Figures.ProxyFailures);
    }

    [Fact]
    public async Task Connections_are_counted_by_the_client_that_the_proxy_speaks_for()
    {
        await using var group = await StartAsync(limits: new LimitsSpec { ConnectionsPerAddress = 1 });
        using var one = await ByProxyAsync(group, "203.0.113.7:40000");
        using var other = await ByProxyAsync(group, "203.0.113.8:40000");
        Assert.Equal("PONG", (await one.CallAsync("PING")).Text);
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
        using var second = await ByProxyAsync(group, "203.0.113.7:40001");
        Assert.StartsWith("ERR mainstay", (await second.ReadAsync(_patience)).Text, StringComparison.Ordinal);

        one.Dispose();
        await group.CountedAsync(figures => figures.Sessions, 1);
        using var third = await ByProxyAsync(group, "203.0.113.7:40002");
        Assert.Equal("PONG", (await third.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Who_should_begin_with_a_header_and_does_not_is_closed_and_counted()
    {
        await using var group = await StartAsync();
        using (var plain = await group.ConnectAsync())
        {
            await plain.SendBytesAsync(_ping);
            await plain.EndedAsync(_patience);
        }

        using (var malformed = await group.ConnectAsync())
        {
            await malformed.SendBytesAsync(ProxyBytes.Of(0x21, 0x11, new byte[3]));
            await malformed.EndedAsync(_patience);
        }

        using (var leaves = await group.ConnectAsync()) await leaves.SendBytesAsync(_header.AsMemory(0, 20));
        await group.CountedAsync(figures => figures.ProxyFailures, 3);
        using (var stops = await group.ConnectAsync())
        {
            await stops.SendBytesAsync(_header.AsMemory(0, 20));
            await stops.EndedAsync(_patience);
        }

        await group.CountedAsync(figures => figures.ProxyFailures, 4);
        Assert.Equal(0, group.Primary.Figures.SessionsAccepted);
    }

    [Fact]
    public async Task From_elsewhere_a_header_means_nothing()
    {
        await using var group = await StartAsync(proxies: "192.0.2.0/24");
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync(_header);
        await client.EndedAsync(_patience);
        using var good = await group.ConnectAsync();
        Assert.Equal("PONG", (await good.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task A_proxy_may_speak_for_itself()
    {
        await using var group = await StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync(ProxyBytes.Of(0x20, 0x00, []));
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task TLS_begins_behind_the_header()
    {
        await using var group = await EncryptedGroup.StartAsync(proxies: [IPNetwork.Parse("127.0.0.0/8")]);
        using var client = await RespClient.ConnectAsync(group.Port, async plain =>
        {
            await plain.WriteAsync(_header, TestContext.Current.CancellationToken);
            return await group.Authority.EncryptAsync(plain);
        });
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    private static Task<FakeGroup> StartAsync(string proxies = "127.0.0.0/8", LimitsSpec? limits = null) =>
        FakeGroup.StartAsync(more: spec => spec with { ProxyProtocol = [IPNetwork.Parse(proxies)], Limits = limits ?? spec.Limits });

    private static async Task<RespClient> ByProxyAsync(FakeGroup group, string client)
    {
        var connected = await group.ConnectAsync();
        await connected.SendBytesAsync(ProxyBytes.From(IPEndPoint.Parse(client)));
        return connected;
    }
}
