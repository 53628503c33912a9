using Mainstay.Core.Serving;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Serving;

public sealed class ReaderChoiceTests
{
    [Fact]
    public void The_online_replica_with_the_fewest_sessions_is_taken() =>
        Assert.Equal("c", ReaderChoice.Choose(Topology(NodeHealth.Online, NodeHealth.Online), name => name == "b" ? (2, 2) : (1, 9), null)!.Name);

    [Fact]
    public void Among_equals_the_one_that_had_the_fewest_ever() =>
        Assert.Equal("c", ReaderChoice.Choose(Topology(NodeHealth.Online, NodeHealth.Online), name => name == "b" ? (0, 5) : (0, 4), null)!.Name);

    [Fact]
    public void Then_the_first_of_the_configuration() =>
        Assert.Equal("b", ReaderChoice.Choose(Topology(NodeHealth.Online, NodeHealth.Online), _ => (0, 0), null)!.Name);

    [Fact]
    public void One_that_just_failed_is_avoided_while_there_is_another()
    {
        Assert.Equal("c", ReaderChoice.Choose(Topology(NodeHealth.Online, NodeHealth.Online), _ => (0, 0), "b")!.Name);
        Assert.Equal("a", ReaderChoice.Choose(Topology(NodeHealth.Online, NodeHealth.Lagging), _ => (0, 0), "b")!.Name);
    }

    [Theory]
    [InlineData(NodeHealth.Syncing)]
    [InlineData(NodeHealth.Lagging)]
    [InlineData(NodeHealth.Silent)]
    [InlineData(NodeHealth.Down)]
    public void Without_an_online_replica_the_primary_is_taken(NodeHealth health) =>
        Assert.Equal("a", ReaderChoice.Choose(Topology(health, health), _ => (0, 0), null)!.Name);

    [Fact]
    public void Without_a_primary_too_there_is_none() =>
        Assert.Null(ReaderChoice.Choose(Topology(NodeHealth.Down, NodeHealth.Down, primary: false), _ => (0, 0), null));

    [Fact]
    public void Without_leave_to_fall_back_there_is_none_but_replicas()
    {
        Assert.Null(ReaderChoice.Choose(Topology(NodeHealth.Lagging, NodeHealth.Down), _ => (0, 0), null, fallBack: false));
        Assert.Equal("c", ReaderChoice.Choose(Topology(NodeHealth.Lagging, NodeHealth.Online), _ => (0, 0), null, fallBack: false)!.Name);
        Assert.Equal("c", ReaderChoice.Choose(Topology(NodeHealth.Lagging, NodeHealth.Online), _ => (0, 0), "c", fallBack: false)!.Name);
    }

    [Theory]
    [InlineData(NodeHealth.Online, true, true)]
    [InlineData(NodeHealth.Lagging, true, false)]
    [InlineData(NodeHealth.Lagging, false, true)]
    [InlineData(NodeHealth.Syncing, true, false)]
    [InlineData(NodeHealth.Syncing, false, true)]
    [InlineData(NodeHealth.Down, false, false)]
    public void A_session_stays_on_a_sealed_or_lagging_replica_only_while_there_is_no_primary(NodeHealth health, bool primary, bool stays) =>
        Assert.Equal(stays, ReaderChoice.MayStay(Topology(health, NodeHealth.Online, primary), "b", "run-b"));

    [Fact]
    public void Another_process_is_another_node() =>
        Assert.False(ReaderChoice.MayStay(Topology(NodeHealth.Online, NodeHealth.Online), "b", "run-before"));

    private static GroupTopology Topology(NodeHealth b, NodeHealth c, bool primary = true) => new()
    {
        Group = "g",
        Term = 1,
        Revision = 1,
        State = primary ? GroupState.Serving : GroupState.NoPrimary,
        Primary = primary ? new PrimaryIdentity("a", "run-a", "id", -1) : null,
        Nodes = [Node("a", primary ? NodeRole.Primary : NodeRole.Replica, primary ? NodeHealth.Online : NodeHealth.Down), Node("b", NodeRole.Replica, b), Node("c", NodeRole.Replica, c)],
    };

    private static TopologyNode Node(string name, NodeRole role, NodeHealth health) => new(name, new NodeAddress("127.0.0.1", 1), role, health, "run-" + name);
}
