using Mainstay.Cli.Running;
using Mainstay.Core.Topology;
using Mainstay.Server.Tests.Web;

namespace Mainstay.Cli.Tests.Running;

public sealed class GroupStoryTests
{
    private readonly GroupStory _story = new("main");
    private long _now;

    [Fact]
    public void A_failover_is_told_with_the_time_that_commands_were_held()
    {
        Assert.Equal([], After(0, FakeController.Serving("main-001").Topology));
        Assert.Equal([], After(1000, FakeController.Serving("main-001", 2, GroupState.FailingOver).Topology with { Primary = null }));
        Assert.Equal(["main: term 2: main-002 leads; endpoints held commands for 38 ms"], After(38, FakeController.Serving("main-002", 2, lastHealth: NodeHealth.Syncing).Topology));
        Assert.Equal(["main: whole again after 2.1 s: main-002 leads, 2 replicas online"], After(2062, FakeController.Serving("main-002", 2).Topology));
    }

    [Fact]
    public void A_replica_that_ends_is_told_once()
    {
        After(0, FakeController.Serving("main-001").Topology);
        Assert.Equal(["main: main-003 is down"], After(10, FakeController.Serving("main-001", lastHealth: NodeHealth.Down).Topology));
        Assert.Equal([], After(10, FakeController.Serving("main-001", lastHealth: NodeHealth.Down).Topology));
        Assert.Equal(["main: whole again after 20 ms: main-001 leads, 2 replicas online"], After(10, FakeController.Serving("main-001").Topology));
    }

    [Fact]
    public void A_paused_group_is_whole_if_its_nodes_are()
    {
        After(0, FakeController.Serving("main-001").Topology);
        Assert.Equal([], After(5, FakeController.Serving("main-001", state: GroupState.Paused).Topology));
        Assert.Equal([], After(1000, FakeController.Serving("main-001").Topology));
    }

    [Fact]
    public void No_primary_is_told()
    {
        After(0, FakeController.Serving("main-001").Topology);
        Assert.Equal(["main: no primary: commands are held, then refused"], After(5, FakeController.Serving("main-001", 2, GroupState.NoPrimary).Topology));
    }

    private IEnumerable<string> After(int milliseconds, GroupTopology topology) => _story.Next(topology, _now += milliseconds * TimeProvider.System.TimestampFrequency / 1000, TimeProvider.System);
}
