using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using static Mainstay.Core.Tests.Failover.Samples;

namespace Mainstay.Core.Tests.Failover;

public class PrimaryLossTests
{
    private static readonly TimeSpan Detect = TimeSpan.FromSeconds(1);

    [Fact]
    public void An_ended_process_counts_at_once()
    {
        var nodes = Seen();
        nodes.Find("main-001")!.Unreachable(UnreachableEvidence.ProcessGone, At(0), At(0.01));
        Assert.Contains("process ended", Judge(nodes, 0.01));
    }

    [Fact]
    public void Silence_counts_after_the_detection_time_and_not_before()
    {
        var nodes = Seen();
        nodes.Find("main-001")!.Unreachable(UnreachableEvidence.Silent, At(0), At(0.9));
        Assert.Null(Judge(nodes, 0.9));
        Assert.Contains("silent", Judge(nodes, 1.1));
    }

    [Fact]
    public void A_replica_that_still_hears_it_vetoes()
    {
        var nodes = Seen();
        nodes.Find("main-001")!.Unreachable(UnreachableEvidence.Silent, At(0), At(1.1));
        nodes.Find("main-002")!.Reported(Replica("r2", "h3", 10, heard: 0), At(1.2));
        Assert.Null(Judge(nodes, 1.2));
        nodes.Find("main-002")!.Reported(Replica("r2", "h3", 10, heard: 1), At(1.3));
        Assert.NotNull(Judge(nodes, 1.3));
    }

    [Fact]
    public void Busy_is_not_dead()
    {
        var nodes = Seen();
        nodes.Find("main-001")!.Unreachable(UnreachableEvidence.Busy, At(0), At(5));
        Assert.Null(Judge(nodes, 5));
    }

    [Fact]
    public void Another_process_or_history_or_role_is_another_server()
    {
        Assert.Contains("another process", Judge(Seen(Primary("r9", "h3", 10)), 0.1));
        Assert.Contains("another history", Judge(Seen(Primary("r1", "hx", 10)), 0.1));
        Assert.Contains("no longer a primary", Judge(Seen(Replica("r1", "h3", 10, primary: 2)), 0.1));
    }

    [Fact]
    public void A_history_that_is_begun_anew_for_the_first_replica_is_the_same_primary() =>
        Assert.Null(Judge(Seen(Primary("r1", "hx", 10) with { SecondReplicationId = null, SecondOffset = -1 }), 0.1));

    [Fact]
    public void A_report_that_was_under_way_when_the_process_ended_is_no_sign_of_life()
    {
        var nodes = Seen();
        nodes.Find("main-001")!.Unreachable(UnreachableEvidence.ProcessGone, At(0), At(0.10));
        nodes.Find("main-001")!.Reported(Primary("r1", "h3", 10), At(0.11));
        Assert.NotNull(Judge(nodes, 0.12));
    }

    private static GroupSightings Seen(NodeReport? primary = null)
    {
        var nodes = new GroupSightings(Group());
        nodes.Find("main-001")!.Reported(primary ?? Primary("r1", "h3", 10), At(0));
        nodes.Find("main-002")!.Reported(Replica("r2", "h3", 10, heard: 1), At(1.05));
        nodes.Find("main-003")!.Reported(Replica("r3", "h3", 10, heard: 1), At(1.05));
        return nodes;
    }

    private static string? Judge(GroupSightings nodes, double at) => PrimaryLoss.Judge(nodes, Durable, Detect, At(at));
}
