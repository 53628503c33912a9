using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Tls;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Unmanaged;

/// <summary>Servers of others that listen with TLS only and replicate over it.</summary>
public sealed class EncryptedNodesTests
{
    private static Deadline Soon => Deadline.InSeconds(30);

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public async Task Nodes_are_led_and_reached_over_TLS_across_a_switchover_and_a_failover(string asksForCertificate)
    {
        using var authority = new TestAuthority();
        var ours = authority.Issue("mainstay");
        (string Certificate, string Key)? shown = asksForCertificate == "yes" ? ours : null;
        await using var servers = await ForeignServers.StartAsync(2, port => authority.ConnectAsync(port, shown), Settings(authority, asksForCertificate));
        await servers.LookAfterAsync(tls: new NodeTlsSpec(authority.Ca, shown?.Certificate, shown?.Key));
        await servers.WholeAsync("orders-001", Soon);
        using var client = await RespClient.ConnectAsync(servers.Primary);
        using var reader = await RespClient.ConnectAsync(servers.Reader);
        Assert.Equal("OK", (await client.CallAsync("SET", "k", "1")).Text);
        Assert.Equal(400_000, (await client.CallAsync("ECHO", new string('v', 400_000))).Text!.Length);

        var reply = await servers.OrderAsync(new OperatorRequest.Switchover("orders-002", false));
        Assert.True(reply.Accepted, reply.Summary);
        await servers.WholeAsync("orders-002", Soon);
        Assert.Equal(2, (await client.CallAsync("INCR", "k")).Number);
        await Eventually.GetAsync(() => reader.CallAsync("GET", "k"), reply => reply.Text == "2", Soon, "the reader sees it");

        servers.Servers[1].Send(Signal.Kill);
        Assert.Equal(3, (await Eventually.GetAsync(() => client.CallAsync("INCR", "k"), reply => !reply.IsError, Soon, "the other leads")).Number);
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_is_not_believed_and_costs_no_failover()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var servers = await ForeignServers.StartAsync(2, port => authority.ConnectAsync(port), Settings(authority, "no"));
        await servers.LookAfterAsync(tls: new NodeTlsSpec(other.Ca));
        await Eventually.TrueAsync(() => servers.Remarks().Any(remark => remark.Contains("no TLS with orders-001", StringComparison.Ordinal)), Soon, "it is told why");
        Assert.Contains("role:master", (await servers.Servers[0].AskAsync("INFO", "replication")).Text, StringComparison.Ordinal);
    }

    private static string[] Settings(TestAuthority authority, string asksForCertificate)
    {
        var (certificate, key) = authority.Issue("node");
        return ["--tls-port", "{port}", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", authority.Ca, "--tls-auth-clients", asksForCertificate, "--tls-replication", "yes"];
    }
}
