using Mainstay.Core.Serving;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Serving;

/// <summary>Which node a reader reads from.</summary>
public sealed class ReaderChoiceTests
{
    [Fact]
    public void Readers_that_come_and_go_one_after_the_other_are_spread()
    {
        var ever = new Dictionary<string, long>();
        for (var i = 0; i < 10; i++)
        {
            var chosen = ReaderChoice.Choose(Group(), name => (0, ever.GetValueOrDefault(name)), avoid: null)!;
            ever[chosen.Name] = ever.GetValueOrDefault(chosen.Name) + 1;
        }

        Assert.Equal([5, 5], [ever["b"], ever["c"]]);
    }

    [Fact]
    public void Fewer_sessions_now_count_before_fewer_ever() =>
        Assert.Equal("c", ReaderChoice.Choose(Group(), name => name == "b" ? (2, 2) : (1, 100), avoid: null)?.Name);

    [Fact]
    public void The_primary_is_read_only_when_no_replica_is_fit()
    {
        Assert.Equal("b", ReaderChoice.Choose(Group(second: NodeHealth.Down), _ => (0, 0), avoid: null)?.Name);
        Assert.Equal("a", ReaderChoice.Choose(Group(NodeHealth.Lagging, NodeHealth.Down), _ => (0, 0), avoid: null)?.Name);
        Assert.Equal("c", ReaderChoice.Choose(Group(), _ => (0, 0), avoid: "b")?.Name);
    }

    private static GroupTopology Group(NodeHealth first = NodeHealth.Online, NodeHealth second = NodeHealth.Online) => new()
    {
        Group = "main", Term = 1, Revision = 1, State = GroupState.Serving, Primary = new PrimaryIdentity("a", "r", "i", -1),
        Nodes =
        [
            new("a", new NodeAddress("h", 1), NodeRole.Primary, NodeHealth.Online, "r"),
            new("b", new NodeAddress("h", 2), NodeRole.Replica, first, null),
            new("c", new NodeAddress("h", 3), NodeRole.Replica, second, null),
        ],
    };
}
