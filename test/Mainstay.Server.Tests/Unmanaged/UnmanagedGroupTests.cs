using System.Globalization;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Unmanaged;

/// <summary>Servers that others start: the same failover, and nothing of theirs is ever emptied by our coming.</summary>
public sealed class UnmanagedGroupTests
{
    private static Deadline Soon => Deadline.InSeconds(20);

    [Fact]
    public async Task A_replication_that_runs_is_taken_over_as_it_is()
    {
        await using var servers = await ForeignServers.StartAsync();
        await ReplicateAsync(servers, leader: 1);
        await SetAsync(servers.Servers[1].Port, "before", "kept");
        var history = await HistoryAsync(servers.Servers[1].Port);
        using var client = await RespClient.ConnectAsync(servers.Servers[1].Port);
        await client.CallAsync("PING");

        await servers.LookAfterAsync();
        await servers.WholeAsync("orders-002", Soon);
        Assert.Equal("kept", (await RespClient.AskAsync(servers.Primary, "GET", "before")).Value);
        Assert.Equal(history, await HistoryAsync(servers.Servers[1].Port));

        // Not even a connection past the endpoints was broken.
        Assert.Equal("OK", (await client.CallAsync("SET", "after", "1")).Value);
    }

    [Fact]
    public async Task Fresh_servers_become_a_group()
    {
        await using var servers = await ForeignServers.StartAsync();
        await servers.LookAfterAsync();
        await servers.WholeAsync("orders-001", Soon);
        await SetAsync(servers.Primary, "first", "1");
    }

    [Fact]
    public async Task Two_primaries_with_keys_are_left_alone_until_an_operator_decides()
    {
        await using var servers = await ForeignServers.StartAsync();
        await SetAsync(servers.Servers[0].Port, "a", "1");
        await SetAsync(servers.Servers[1].Port, "b", "1");
        await servers.LookAfterAsync();
        await Eventually.TrueAsync(() => servers.Detail.Reason.Contains("decide by", StringComparison.Ordinal), Soon, "the operator is asked");
        Assert.Equal("1", (await RespClient.AskAsync(servers.Servers[0].Port, "GET", "a")).Value);
        Assert.Equal("1", (await RespClient.AskAsync(servers.Servers[1].Port, "GET", "b")).Value);
    }

    [Fact]
    public async Task A_crash_fails_over_and_the_old_primary_started_again_by_its_supervisor_becomes_a_replica()
    {
        await using var servers = await ForeignServers.StartAsync();
        await servers.LookAfterAsync();
        await servers.WholeAsync("orders-001", Soon);
        await SetAsync(servers.Primary, "k", "1");
        await ConfirmedAsync(servers, 0);
        servers.Servers[0].Send(Signal.Kill);
        Assert.Equal("1", (await RespClient.AskAsync(servers.Primary, "GET", "k")).Value);
        await SetAsync(servers.Primary, "k", "2");
        var leader = servers.View.Primary!;
        Assert.NotEqual("orders-001", leader);
        await servers.StartAgainAsync(0);
        await servers.WholeAsync(leader, Soon);
        Assert.Equal("2", (await RespClient.AskAsync(servers.Servers[0].Port, "GET", "k")).Value);
        Assert.Equal("READONLY", (await RespClient.AskAsync(servers.Servers[0].Port, "SET", "k", "3")).ErrorWord);
    }

    [Fact]
    public async Task A_hang_fails_over_and_the_old_primary_follows_when_it_wakes()
    {
        await using var servers = await ForeignServers.StartAsync();
        await servers.LookAfterAsync();
        await servers.WholeAsync("orders-001", Soon);
        servers.Servers[0].Send(Signal.Stop);
        await SetAsync(servers.Primary, "k", "1");
        var leader = servers.View.Primary!;
        Assert.NotEqual("orders-001", leader);
        servers.Servers[0].Send(Signal.Continue);
        await servers.WholeAsync(leader, Soon);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("app")]
    public async Task With_a_password_it_is_the_same_and_connections_of_the_same_account_are_not_ended(string? user)
    {
        string[] account = user is null ? ["--requirepass", "right"] : ["--user", user, "on", ">right", "~*", "&*", "+@all", "--user", "default", "off"];
        await using var servers = await ForeignServers.StartAsync(account);
        await servers.LookAfterAsync(new NodeAccess(user, "right"));
        await servers.WholeAsync("orders-001", Soon);
        using var reader = await RespClient.ConnectAsync(servers.Servers[2].Port);
        Assert.Equal("OK", (await reader.CallAsync(user is null ? ["AUTH", "right"] : ["AUTH", user, "right"])).Value);
        var reply = await servers.OrderAsync(new OperatorRequest.Switchover("orders-002", false));
        Assert.True(reply.Accepted, reply.Summary);
        await servers.WholeAsync("orders-002", Soon);

        // A client of a replica that stays one keeps its connection, though the daemon uses the same account.
        Assert.Equal("PONG", (await reader.CallAsync("PING")).Value);
        servers.Servers[1].Send(Signal.Kill);
        await Eventually.TrueAsync(() => servers.View is { State: "serving", Primary: not "orders-002" }, Soon, "another leads");
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_nobody_is_taken_for_dead()
    {
        await using var servers = await ForeignServers.StartAsync("--requirepass", "right");
        await servers.LookAfterAsync(new NodeAccess(null, "wrong-one"));
        await Eventually.TrueAsync(() => servers.Remarks().Count(remark => remark.Contains("WRONGPASS", StringComparison.Ordinal)) == 3, Soon, "all three say what is wrong");
        Assert.DoesNotContain("wrong-one", string.Join('\n', servers.Remarks()) + servers.Detail.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_promised_is_said()
    {
        await using var servers = await ForeignServers.StartAsync();
        await servers.LookAfterAsync();
        await servers.WholeAsync("orders-001", Soon);
        await Eventually.TrueAsync(() => servers.Remarks().Any(remark => remark.Contains("without a configuration file", StringComparison.Ordinal)), Soon, "remarks");
        Assert.Contains(servers.Remarks(), remark => remark.Contains("keeps nothing on disk", StringComparison.Ordinal));
        Assert.Contains(servers.Remarks(), remark => remark == "orders-003 is started by others: it is neither started again nor replaced by us");
    }

    [Fact]
    public async Task Host_names_are_names_for_the_same_servers()
    {
        await using var servers = await ForeignServers.StartAsync();
        await servers.LookAfterAsync(host: "localhost");
        await servers.WholeAsync("orders-001", Soon);
        servers.Servers[0].Send(Signal.Kill);
        await SetAsync(servers.Primary, "k", "1");
        Assert.NotEqual("orders-001", servers.View.Primary);
    }

    private static async Task ReplicateAsync(ForeignServers servers, int leader)
    {
        var port = servers.Servers[leader].Port.ToString(CultureInfo.InvariantCulture);
        foreach (var server in servers.Servers.Where(server => server != servers.Servers[leader])) await RespClient.AskAsync(server.Port, "REPLICAOF", "127.0.0.1", port);
        foreach (var server in servers.Servers.Where(server => server != servers.Servers[leader]))
            await Eventually.GetAsync(() => RespClient.AskAsync(server.Port, "INFO", "replication"), reply => reply.Text!.Contains("master_link_status:up", StringComparison.Ordinal), Soon, "a replica is linked");
    }

    private static async Task SetAsync(int port, string key, string value) => Assert.Equal("OK", (await RespClient.AskAsync(port, "SET", key, value)).Value);

    private static async Task<string> HistoryAsync(int port) =>
        (await RespClient.AskAsync(port, "INFO", "replication")).Text!.Split("\r\n").Single(line => line.StartsWith("master_replid:", StringComparison.Ordinal));

    /// <summary>Whatever was written through the primary endpoint is with all replicas.</summary>
    private static Task<RespReply> ConfirmedAsync(ForeignServers servers, int primary) =>
        Eventually.GetAsync(() => RespClient.AskAsync(servers.Servers[primary].Port, "WAIT", "2", "1000"), reply => reply.Text == "2", Soon, "both replicas confirm");
}
