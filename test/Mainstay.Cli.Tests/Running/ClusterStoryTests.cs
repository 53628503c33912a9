using Mainstay.Cli.Running;
using Mainstay.Core.Topology;
using Mainstay.Server.Tests.Web;

namespace Mainstay.Cli.Tests.Running;

public sealed class ClusterStoryTests
{
    private readonly ClusterStory _story = new("pages");
    private long _now;

    [Fact]
    public void A_node_that_ends_is_told_once_and_the_whole_cluster_with_the_time_it_was_not()
    {
        Assert.Equal([], After(0, FakeClusterController.Of()));
        Assert.Equal(["pages: pages-002 is down"], After(1000, FakeClusterController.Of(13, NodeHealth.Down)));
        Assert.Equal([], After(10, FakeClusterController.Of(14, NodeHealth.Syncing)));
        Assert.Equal(["pages: whole again after 2.1 s: 2 nodes serve"], After(2090, FakeClusterController.Of(15, life: 2)));
    }

    [Fact]
    public void One_that_was_replaced_at_once_is_told_too()
    {
        After(0, FakeClusterController.Of());
        Assert.Equal(["pages: pages-002 was started again, empty"], After(100, FakeClusterController.Of(13, life: 2)));
        Assert.Equal([], After(100, FakeClusterController.Of(13, life: 2)));
    }

    private IEnumerable<string> After(int milliseconds, ClusterTopology topology) => _story.Next(topology, _now += milliseconds * TimeProvider.System.TimestampFrequency / 1000, TimeProvider.System);
}
