using System.Net;
using Mainstay.TestKit.Names;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;
using StackExchange.Redis;

namespace Mainstay.Integration.Tests.Names;

/// <summary>Names that lead to the nodes themselves, and clients who go by them.</summary>
public sealed class DirectTests
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task StackExchange_Redis_writes_again_within_the_ttl_and_a_second_of_a_crash()
    {
        await using var group = await DirectGroup.StartAsync();
        using var resolver = new StubResolver(group.Dns);
        var options = new ConfigurationOptions
        {
            EndPoints = { new DnsEndPoint(DirectGroup.Primary, group.Port) },
            Tunnel = new NamedTunnel(resolver),
            AbortOnConnectFail = false,
            ConnectTimeout = 500,
            AsyncTimeout = 1000,
            HeartbeatInterval = TimeSpan.FromMilliseconds(100),
            ReconnectRetryPolicy = new LinearRetry(100),
        };
        await using var client = await ConnectionMultiplexer.ConnectAsync(options);
        var database = client.GetDatabase();
        for (var crash = 1; crash <= 3; crash++)
        {
            var before = await group.WholeAsync((ulong)crash);
            await Eventually.GetAsync(() => database.StringSetAsync("k", crash), done => done, Deadline.InSeconds(10), "the client writes");

            // The lookup is as fresh as it can be: it misleads for the whole of its time.
            Assert.Equal(DirectGroup.Address(before.Primary!), (await StubResolver.AskAsync(group.Dns, DirectGroup.Primary, TestContext.Current.CancellationToken)).Address);
            SystemProcess.Send(await group.ProcessAsync(before.Primary!), Signal.Kill);
            var since = Deadline.In(Ttl + TimeSpan.FromSeconds(1 * Machine.Slack));
            await Eventually.GetAsync(() => database.StringSetAsync("k", -crash), done => done, since, $"the client writes again after crash {crash}; the daemon: {group.Daemon.Errors}");
            var after = await group.GroupAsync();
            Assert.NotEqual(before.Primary, after.Primary);
        }
    }

    [Fact]
    public async Task A_switchover_ends_the_old_primary_s_clients_and_once_more_those_who_come_by_an_old_lookup()
    {
        await using var group = await DirectGroup.StartAsync();
        var old = (await group.WholeAsync()).Primary!;
        using var connected = await group.ConnectAsync(DirectGroup.Address(old));
        Assert.StartsWith("+OK", await DirectGroup.AskAsync(connected, "SET k 1\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, (await group.VerbAsync("switchover", "orders")).Status);
        await Eventually.FineAsync(async () => (await DirectGroup.AskAsync(connected, "PING\r\n")) is { Length: > 0 } still ? still : null, Deadline.InSeconds(5), "its client is ended");
        var (address, _) = await StubResolver.AskAsync(group.Dns, DirectGroup.Primary, TestContext.Current.CancellationToken);
        Assert.Equal(DirectGroup.Address((await group.GroupAsync()).Primary!), address);

        using var late = await group.ConnectAsync(DirectGroup.Address(old));
        Assert.StartsWith("-READONLY", await DirectGroup.AskAsync(late, "SET k 2\r\n"), StringComparison.Ordinal);
        await Eventually.FineAsync(async () => (await DirectGroup.AskAsync(late, "PING\r\n")) is { Length: > 0 } still ? still : null, Deadline.In(Ttl + TimeSpan.FromSeconds(5)), "who came by an old lookup is ended too");

        // Who comes now means it, to read; and nothing of ours was hurt.
        using var reader = await group.ConnectAsync(DirectGroup.Address(old));
        Assert.Contains("1", await DirectGroup.AskAsync(reader, "GET k\r\n"), StringComparison.Ordinal);
        Assert.True((await group.WholeAsync(2)).IsWhole);
        await group.Daemon.PrintsAsync($"orders: ended 1 clients of {old}", Deadline.InSeconds(5));
    }

    [Fact]
    public async Task Resolvers_follow_a_switchover_when_the_ttl_is_over_and_the_reader_names_all_replicas()
    {
        await using var group = await DirectGroup.StartAsync();
        await using var named = await NamedServer.ForwardAsync(DirectGroup.Zone, group.Dns);
        await using var unbound = await UnboundServer.StartAsync(DirectGroup.Zone, group.Dns, "stub");
        foreach (var port in (int[])[named.Port, unbound.Port])
        {
            var before = await group.WholeAsync();
            Assert.Equal([DirectGroup.Address(before.Primary!).ToString()], (await Dig.AskAsync(port, DirectGroup.Primary)).Data);
            Assert.Equal(0, (await group.VerbAsync("switchover", "orders")).Status);
            var after = await group.WholeAsync(before.Term + 1);
            await Eventually.GetAsync(() => Dig.AskAsync(port, DirectGroup.Primary), dig => dig.Data.SequenceEqual([DirectGroup.Address(after.Primary!).ToString()]), Deadline.In(Ttl + TimeSpan.FromSeconds(10)), "the resolver has the new primary");
            var replicas = after.Nodes.Where(node => node.Name != after.Primary).Select(node => DirectGroup.Address(node.Name).ToString());
            await Eventually.GetAsync(() => Dig.AskAsync(port, $"reader.orders.{DirectGroup.Zone}"), dig => dig.Data.Order(StringComparer.Ordinal).SequenceEqual(replicas.Order(StringComparer.Ordinal)), Deadline.In(Ttl + TimeSpan.FromSeconds(10)), "and the replicas");
        }
    }
}
