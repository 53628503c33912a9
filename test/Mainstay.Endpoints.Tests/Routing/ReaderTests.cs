using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Routing;

public sealed class ReaderTests
{
    [Fact]
    public async Task Sessions_are_spread_over_replicas()
    {
        await using var group = await FakeGroup.StartAsync(3, upstream: Core.Configuration.UpstreamUse.Dedicated);
        for (var i = 0; i < 4; i++)
        {
            var client = await group.ConnectAsync(toReader: true);
            await client.CallAsync("PING");
        }

        Assert.Equal([0, 2, 2], group.Nodes.Select(node => node.Connections));
        Assert.Equal(["main-002", "main-003"], group.Reader.Targets);
    }

    [Fact]
    public async Task A_session_leaves_a_replica_that_is_down_and_its_reads_are_repeated()
    {
        await using var group = await FakeGroup.StartAsync(3);
        using var client = await group.ConnectAsync(toReader: true);
        await client.CallAsync("PING");
        group.Nodes[1].IsFrozen = true;
        await client.SendAsync("GET", "k");
        await TestKit.Waiting.Eventually.TrueAsync(() => group.Reader.Figures.Commands == 2, TestKit.Waiting.Deadline.InSeconds(5), "it is sent");
        group.Publish(1, group.Nodes[0], group.Nodes[1]);
        Assert.True((await client.ReadAsync(TimeSpan.FromSeconds(5))).IsNull);
        Assert.Contains("GET k", group.Nodes[2].Heard);
    }

    [Fact]
    public async Task A_session_stays_while_its_replica_is_online()
    {
        await using var group = await FakeGroup.StartAsync(3);
        using var client = await group.ConnectAsync(toReader: true);
        await client.CallAsync("PING");
        group.Publish(1, group.Nodes[0]);
        group.Publish(1, group.Nodes[0], group.Nodes[2]);
        await client.CallAsync("PING");
        Assert.Equal(1, group.Reader.Figures.UpstreamConnects);
    }

    [Fact]
    public async Task Without_replicas_it_reads_from_the_primary_and_still_refuses_what_may_write()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Publish(1, group.Nodes[0], group.Nodes[1]);
        Assert.Equal(["main-001"], group.Reader.Targets);
        using var client = await group.ConnectAsync(toReader: true);
        Assert.True((await client.CallAsync("GET", "k")).IsNull);
        Assert.Equal("READONLY", (await client.CallAsync("EVAL", "x", "0")).ErrorWord);
        Assert.Equal("READONLY", (await client.CallAsync("UNHEARDOF")).ErrorWord);
        Assert.Equal("slave", (await client.CallAsync("ROLE")).Items![0].Text);
        Assert.Equal(["GET k", "ROLE"], group.Nodes[0].Heard);
    }

    [Fact]
    public async Task Where_it_must_not_fall_back_reads_are_held_and_then_refused_until_a_replica_is_fit()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Publish(1, group.Nodes[0], group.Nodes[1]);
        group.Endpoints.Configure(new GroupSpec { Name = "main", Nodes = [], Hold = new HoldSpec { Time = TimeSpan.FromMilliseconds(100) }, Reader = new ReaderSpec { FallsBackToPrimary = false } });
        Assert.Empty(group.Reader.Targets);
        Assert.Equal(EndpointState.Holding, group.Reader.State);
        using var client = await group.ConnectAsync(toReader: true);
        Assert.Equal("TRYAGAIN", (await client.CallAsync("GET", "held")).ErrorWord);
        group.Publish(1, group.Nodes[0]);
        Assert.True((await client.CallAsync("GET", "k")).IsNull);
        Assert.Equal(["GET k"], group.Nodes[1].Heard);
        Assert.Empty(group.Nodes[0].Heard);
    }

    [Fact]
    public async Task A_write_names_the_primary_endpoint_and_is_counted()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync(toReader: true);
        foreach (var write in new[] { "SET k 1", "PUBLISH c m", "SORT k STORE d", "BLPOP q 0" })
        {
            var reply = await client.CallAsync(write.Split(' '));
            Assert.Equal($"READONLY mainstay: this is the reader endpoint; write through the primary endpoint {group.Primary.Address}", reply.Text);
        }

        Assert.Equal(4, group.Reader.Figures.ReaderWrites);
        Assert.Empty(group.Nodes[1].Heard);
    }

    [Fact]
    public async Task Reads_go_on_while_the_group_has_no_primary()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync(toReader: true);
        await client.CallAsync("PING");
        await group.FenceAsync(2, TimeSpan.Zero);
        group.Publish(2, null);
        Assert.True((await client.CallAsync("GET", "k")).IsNull);
        Assert.Equal(EndpointState.Serving, group.Reader.State);
    }
}
