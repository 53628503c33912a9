using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Clusters;

public sealed class StartTests
{
    [Fact]
    public void Nothing_is_told_before_every_node_was_asked()
    {
        var stage = new ClusterStage(ClusterStage.Spec());
        Assert.Null(stage.Answer("a", 1).Answer("b", 2).Topology);
        Assert.NotNull(stage.Answer("c", 3).Topology);
        Assert.All(stage.Topology!.Nodes, node => Assert.True(node.Serves));
        Assert.Equal(ClusterStage.Wall / 1000, stage.Topology.Version);
    }

    [Fact]
    public void Or_until_detect_passed()
    {
        var stage = new ClusterStage(ClusterStage.Spec());
        stage.Answer("a", 1).Answer("b", 2);
        Assert.Null(stage.Pass(950).Topology);
        Assert.Equal(NodeHealth.Silent, stage.Pass(50).Node("c").Health);
    }

    [Fact]
    public void Nodes_that_don_t_run_are_started_first()
    {
        var stage = new ClusterStage(ClusterStage.Spec());
        stage.Exit("a").Exit("b").Exit("c");
        Assert.Null(stage.Topology);
        stage.Started("a", 1).Answer("a", 1).Started("b", 2).Answer("b", 2).Started("c", 3);
        Assert.Null(stage.Topology);
        stage.Answer("c", 3);
        Assert.Single(stage.All.OfType<ClusterAction.Publish>());
        Assert.All(stage.Topology!.Nodes, node => Assert.True(node.Serves));
    }

    [Fact]
    public void A_node_that_cannot_be_started_holds_nobody_up()
    {
        var stage = new ClusterStage(ClusterStage.Spec());
        stage.Answer("a", 1).Answer("b", 2).Exit("c").Tell(new ClusterInput.StartCompleted("c", false, "its port is taken", null));
        Assert.Equal(NodeHealth.Down, stage.Node("c").Health);
    }

    [Fact]
    public void At_the_very_first_start_unmanaged_nodes_are_taken_as_they_are()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec(managed: false) with { WarmTime = TimeSpan.FromMinutes(1) });
        Assert.All(stage.Topology!.Nodes, node => Assert.True(node.Serves && node.WarmFrom is null));
        Assert.DoesNotContain(stage.All, action => action is ClusterAction.FlushNode);
    }

    [Fact]
    public void A_node_that_was_missing_at_the_very_first_start_is_flushed_and_not_warmed()
    {
        var stage = new ClusterStage(ClusterStage.Spec(managed: false) with { WarmTime = TimeSpan.FromMinutes(1) });
        stage.Answer("a", 1).Answer("b", 2).Refuse("c").Answer("c", 3);
        Assert.True(stage.Wants<ClusterAction.FlushNode>("c"));
        stage.Flushed("c");
        Assert.True(stage.Node("c") is { Serves: true, WarmFrom: null });
    }

    [Fact]
    public void A_later_daemon_goes_on_with_the_same_processes_without_a_new_version()
    {
        var first = ClusterStage.Serving();
        var second = ClusterStage.Serving(restored: first.State);
        Assert.Equal(first.Topology!.Version, second.Topology!.Version);
        Assert.Equal(first.Topology.Nodes, second.Topology.Nodes);
        Assert.DoesNotContain(second.All, action => action is ClusterAction.FlushNode or ClusterAction.Persist);
    }

    [Fact]
    public void A_node_that_did_not_serve_goes_on_with_its_outage_and_is_flushed_twice()
    {
        var first = ClusterStage.Serving().Pass(1100, silent: "b");
        var outage = first.Node("b").Outage;
        var second = ClusterStage.Serving(restored: first.State);
        Assert.Equal(outage, second.Node("b").Outage);
        second.Flushed("b").Pass(100).Flushed("b");
        Assert.True(second.Node("b").Serves);
        Assert.Equal(2, second.Count<ClusterAction.FlushNode>("b"));
    }

    [Fact]
    public void Another_process_in_a_node_s_place_is_noticed_by_a_later_daemon()
    {
        var first = ClusterStage.Serving();
        var second = new ClusterStage(ClusterStage.Spec(), first.State);
        second.Answer("a", 1).Answer("b", 20).Answer("c", 3);
        Assert.Equal(NodeHealth.Syncing, second.Node("b").Health);
        second.Pass(50).Flushed("b").Pass(100).Flushed("b");
        Assert.True(second.Topology!.Version > first.Topology!.Version);
        Assert.True(second.Node("b").Life > first.Node("b").Life);
    }

    [Fact]
    public void A_process_that_is_found_only_when_it_was_to_be_started_goes_on()
    {
        var first = ClusterStage.Serving();
        var second = new ClusterStage(ClusterStage.Spec(), first.State);
        second.Answer("a", 1).Answer("c", 3).Exit("b").Tell(new ClusterInput.StartCompleted("b", true, null, null)).Answer("b", 2);
        Assert.Equal(first.Topology!.Version, second.Topology!.Version);
        Assert.Equal(first.Node("b"), second.Node("b"));
    }

    [Fact]
    public void A_version_never_goes_back_where_the_clock_does()
    {
        var ahead = ClusterStage.Serving().State! with { Version = 9_000_000_000, LastOutage = 9_000_000_000_000 };
        var stage = ClusterStage.Serving(restored: ahead);
        Assert.Equal(9_000_000_000, stage.Topology!.Version);
        stage.Exit("b");
        Assert.Equal(9_000_000_000_001, stage.Node("b").Outage);
        stage.Started("b", 20).Answer("b", 20);
        Assert.Equal(9_000_000_001, stage.Topology.Version);
    }

    [Fact]
    public void Where_what_was_known_is_lost_every_node_is_emptied()
    {
        var stage = ClusterStage.Serving(restored: ClusterState.Lost(ClusterStage.Spec()));
        Assert.All(stage.Topology!.Nodes, node => Assert.False(node.Serves));
        stage.Flushed("a").Flushed("b").Flushed("c");
        Assert.All(stage.Topology.Nodes, node => Assert.True(node.Serves));
    }

    [Fact]
    public void What_is_written_down_is_written_before_it_is_told()
    {
        var stage = ClusterStage.Serving();
        stage.Exit("b");
        var actions = stage.Last.ToList();
        Assert.True(actions.FindIndex(one => one is ClusterAction.Persist) < actions.FindIndex(one => one is ClusterAction.Publish));
        Assert.False(stage.State!.Nodes.Single(node => node.Name == "b").Serves);
    }
}
