using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Tests.NodeClient;

/// <summary>On texts recorded from redis-server 7.0.15.</summary>
public class InfoParserTests
{
    [Fact]
    public void A_primary_with_replicas()
    {
        var report = Parse("primary");
        Assert.Equal(40, report.RunId.Length);
        Assert.True(report.ProcessId > 0);
        Assert.Equal(NodeRole.Primary, report.Role);
        Assert.Equal(40, report.ReplicationId.Length);
        Assert.Null(report.SecondReplicationId);
        Assert.Equal(-1, report.SecondOffset);
        Assert.Equal(1463, report.Offset);
        Assert.Null(report.FollowsHost);
        Assert.Null(report.FollowsPort);
        Assert.Null(report.LastHeardSeconds);
        Assert.False(report.Sealed);
        Assert.True(report.HasKeys);
        Assert.Equal(2, report.Replicas.Length);
        Assert.All(report.Replicas, replica => Assert.True(replica is { Online: true, Offset: 1463, LagSeconds: 0 or 1, Address.Host: "127.0.0.1" }));
        Assert.NotEqual(report.Replicas[0].Address.Port, report.Replicas[1].Address.Port);
    }

    [Fact]
    public void A_primary_that_never_had_a_replica()
    {
        var report = Parse("fresh-primary");
        Assert.Equal(NodeRole.Primary, report.Role);
        Assert.Equal(0, report.Offset);
        Assert.False(report.HasKeys);
        Assert.Empty(report.Replicas);
    }

    [Fact]
    public void A_replica_that_is_linked()
    {
        var report = Parse("replica-up");
        Assert.Equal(NodeRole.Replica, report.Role);
        Assert.Equal("127.0.0.1", report.FollowsHost);
        Assert.True(report.FollowsPort > 0);
        Assert.True(report.LinkUp);
        Assert.False(report.Synchronising);
        Assert.Equal(1, report.LastHeardSeconds);
        Assert.Equal(1463, report.Offset);
        Assert.Equal(Parse("primary").Position, report.Position);
        Assert.True(report.HasKeys);
    }

    [Fact]
    public void A_replica_whose_primary_died()
    {
        var report = Parse("replica-down");
        Assert.Equal(NodeRole.Replica, report.Role);
        Assert.False(report.LinkUp);
        Assert.Null(report.LastHeardSeconds);
        Assert.False(report.Sealed);
    }

    [Fact]
    public void A_replica_that_is_being_filled()
    {
        var report = Parse("replica-syncing");
        Assert.Equal(NodeRole.Replica, report.Role);
        Assert.True(report.Synchronising);
        Assert.False(report.LinkUp);
        var listed = Assert.Single(Parse("primary-with-syncing-replica").Replicas);
        Assert.False(listed.Online);
        Assert.Equal(0, listed.Offset);
    }

    [Fact]
    public void A_sealed_one_keeps_history_and_offset()
    {
        var report = Parse("replica-sealed");
        Assert.True(report.Sealed);
        Assert.False(report.LinkUp);
        Assert.Equal(Parse("replica-up").Position, report.Position);
    }

    [Fact]
    public void A_promoted_one_names_the_history_it_left()
    {
        var report = Parse("promoted");
        Assert.Equal(NodeRole.Primary, report.Role);
        Assert.Equal(Parse("replica-sealed").ReplicationId, report.SecondReplicationId);
        Assert.Equal(1464, report.SecondOffset);
        Assert.NotEqual(report.ReplicationId, report.SecondReplicationId);
    }

    [Fact]
    public void One_that_reads_its_file()
    {
        var report = Parse("loading");
        Assert.True(report.Loading);
        Assert.False(Parse("primary").Loading);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("run_id")]
    [InlineData("master_replid")]
    [InlineData("master_repl_offset")]
    public void Without_a_field_that_all_have_it_is_no_report(string field)
    {
        var lines = Text("primary").Split('\n').Where(line => !line.StartsWith(field + ":", StringComparison.Ordinal));
        var refused = Assert.Throws<NodeException>(() => InfoParser.Parse(string.Join('\n', lines)));
        Assert.Equal(NodeFault.Protocol, refused.Fault);
        Assert.Contains(field, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slave0:ip=::1,port=6412,state=online,offset=56,lag=0", "[::1]:6412", true)]
    [InlineData("slave0:ip=10.0.0.1,port=6412,state=send_bulk,offset=0,lag=-1", "10.0.0.1:6412", false)]
    public void Replicas_of_every_state_and_family(string line, string address, bool online)
    {
        var link = Assert.Single(InfoParser.Parse(Text("fresh-primary") + line + "\n").Replicas);
        Assert.Equal(address, link.Address.ToString());
        Assert.Equal(online, link.Online);
    }

    [Theory]
    [InlineData("slave0:ip=10.0.0.1")]
    [InlineData("slave0:ip=10.0.0.1,port=x,state=online,offset=1,lag=1")]
    [InlineData("slave0:nonsense")]
    [InlineData("slave0:ip=10.0.0.1,port=99999,state=online,offset=1,lag=1")]
    public void A_line_of_another_shape_is_no_replica(string line) => Assert.Empty(InfoParser.Parse(Text("fresh-primary") + line + "\n").Replicas);

    private static NodeReport Parse(string name) => InfoParser.Parse(Text(name));

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "NodeClient", "Recorded", name + ".txt"));
}
