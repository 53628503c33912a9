using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Sessions;

public sealed class FaceTests
{
    [Fact]
    public async Task The_primary_endpoint_looks_like_a_primary_without_replicas()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        var role = await client.CallAsync("ROLE");
        Assert.Equal("*[$master, :77, *[]]", role.ToString());
        var info = (await client.CallAsync("INFO")).Text!;
        Assert.Contains("role:master\r\nconnected_slaves:0\r\n", info, StringComparison.Ordinal);
        Assert.Contains($"tcp_port:{group.Primary.Address.Port}", info, StringComparison.Ordinal);
        Assert.EndsWith("used_cpu_sys:1\r\n", info, StringComparison.Ordinal);
        NamesNoNode(group, info);
        NamesNoNode(group, (await client.CallAsync("INFO", "replication")).Text!);
        NamesNoNode(group, (await client.CallAsync("CLIENT", "INFO")).Text!);
        Assert.Equal("master", (await client.CallAsync("HELLO", "2")).Items![3].Text);
    }

    [Fact]
    public async Task The_reader_endpoint_looks_like_a_replica_of_the_primary_endpoint()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync(toReader: true);
        Assert.Equal($"*[$slave, $127.0.0.1, :{group.Primary.Address.Port}, $connected, :77]", (await client.CallAsync("ROLE")).ToString());
        var info = (await client.CallAsync("INFO", "replication")).Text!;
        Assert.Contains($"role:slave\r\nmaster_host:127.0.0.1\r\nmaster_port:{group.Primary.Address.Port}\r\nmaster_link_status:up\r\n", info, StringComparison.Ordinal);
        NamesNoNode(group, info);
        Assert.Equal("replica", (await client.CallAsync("HELLO", "3")).Items![3].Text);
    }

    [Theory]
    [InlineData("REPLICAOF NO ONE")]
    [InlineData("slaveof no one")]
    [InlineData("FAILOVER")]
    [InlineData("SHUTDOWN NOSAVE")]
    [InlineData("DEBUG SLEEP 1")]
    [InlineData("CONFIG SET maxmemory 1")]
    [InlineData("config rewrite")]
    [InlineData("ACL SETUSER x")]
    [InlineData("CLIENT PAUSE 1000")]
    [InlineData("CLIENT KILL TYPE normal")]
    [InlineData("CLUSTER NODES")]
    [InlineData("MODULE LOAD x")]
    [InlineData("CLIENT TRACKING ON REDIRECT 5")]
    public async Task What_would_change_a_node_is_denied(string command)
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        var reply = await client.CallAsync(command.Split(' '));
        Assert.StartsWith("DENIED mainstay: ", reply.Text, StringComparison.Ordinal);
        Assert.Contains("use", reply.Text, StringComparison.Ordinal);
        Assert.Equal(1, group.Primary.Figures.Denied);
        Assert.Empty(group.Nodes[0].Heard);
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task QUIT_is_answered_after_all_else()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.SendBytesAsync("INCR n\r\nQUIT\r\nINCR n\r\n"u8.ToArray());
        Assert.Equal(1, (await client.ReadAsync(TimeSpan.FromSeconds(5))).Number);
        Assert.Equal("OK", (await client.ReadAsync(TimeSpan.FromSeconds(5))).Text);
        await group.CountedAsync(figures => figures.Sessions, 0);
        Assert.Single(group.Nodes[0].Heard);
    }

    private static void NamesNoNode(FakeGroup group, string text)
    {
        Assert.DoesNotContain("127.0.0.9", text, StringComparison.Ordinal);
        foreach (var node in group.Nodes) Assert.DoesNotContain($":{node.Port}", text, StringComparison.Ordinal);
    }
}
