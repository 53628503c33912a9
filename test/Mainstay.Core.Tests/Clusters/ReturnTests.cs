using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Clusters;

public sealed class ReturnTests
{
    [Fact]
    public void A_hung_node_that_resumes_serves_after_two_flushes_a_while_apart()
    {
        var stage = Resumed();
        Assert.Equal(NodeHealth.Syncing, stage.Node("b").Health);
        Assert.True(stage.Wants<ClusterAction.FlushNode>("b"));
        stage.Flushed("b");
        Assert.False(stage.Wants<ClusterAction.FlushNode>("b"));
        Assert.False(stage.Pass(50).Wants<ClusterAction.FlushNode>("b"));
        Assert.True(stage.Pass(50).Wants<ClusterAction.FlushNode>("b"));
        Assert.False(stage.Node("b").Serves);
        var (version, life) = (stage.Topology!.Version, stage.Node("b").Life);
        stage.Flushed("b");
        Assert.True(stage.Node("b").Serves);
        Assert.True(stage.Topology.Version > version);
        Assert.True(stage.Node("b").Life > life);
    }

    [Fact]
    public void Another_process_is_flushed_once_unless_it_was_started_by_us()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec(managed: false));
        stage.Refuse("b").Answer("b", 20);
        Assert.True(stage.Wants<ClusterAction.FlushNode>("b"));
        Assert.True(stage.Flushed("b").Node("b").Serves);
    }

    [Fact]
    public void A_process_that_was_started_before_its_node_was_told_to_be_out_is_flushed()
    {
        var first = ClusterStage.Serving();
        var stage = new ClusterStage(ClusterStage.Spec(), first.State);
        stage.Answer("a", 1).Exit("b");
        Assert.True(stage.Wants<ClusterAction.StartNode>("b"));
        stage.Started("b", 20).Answer("b", 20);
        Assert.Null(stage.Topology);
        stage.Answer("c", 3);
        Assert.Equal(NodeHealth.Syncing, stage.Node("b").Health);
        stage.Pass(50).Flushed("b").Pass(100).Flushed("b");
        Assert.True(stage.Node("b").Serves);
        Assert.Equal(2, stage.Count<ClusterAction.FlushNode>("b"));
    }

    [Fact]
    public void Another_process_that_answers_in_place_of_one_that_served_is_noticed()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec(managed: false));
        var version = stage.Topology!.Version;
        stage.Answer("b", 20);
        Assert.False(stage.Node("b").Serves);

        // Endpoints may have sent to it before it was noticed.
        Assert.True(stage.Flushed("b").Pass(100).Flushed("b").Node("b").Serves);
        Assert.Equal(2, stage.Count<ClusterAction.FlushNode>("b"));
        Assert.True(stage.Topology.Version > version);
    }

    [Fact]
    public void Without_flushing_it_serves_at_once()
    {
        var stage = Resumed(ClusterStage.Spec() with { FlushesRejoining = false });
        Assert.True(stage.Node("b").Serves);
        Assert.Equal(0, stage.Count<ClusterAction.FlushNode>("b"));
    }

    [Fact]
    public void A_flush_that_fails_is_tried_again()
    {
        var stage = Resumed();
        stage.Flushed("b", ok: false);
        Assert.True(stage.Pass(150).Wants<ClusterAction.FlushNode>("b"));
        Assert.False(stage.Node("b").Serves);
    }

    [Fact]
    public void A_flush_of_before_another_silence_does_not_count()
    {
        var stage = Resumed();
        stage.Pass(1100, silent: "b");
        Assert.Equal(NodeHealth.Silent, stage.Node("b").Health);
        stage.Answer("b", 2).Flushed("b");
        Assert.True(stage.Wants<ClusterAction.FlushNode>("b"));
        stage.Flushed("b").Pass(100).Flushed("b");
        Assert.True(stage.Node("b").Serves);
        Assert.Equal(3, stage.Count<ClusterAction.FlushNode>("b"));
    }

    [Fact]
    public void A_late_answer_of_a_process_that_ended_does_not_count()
    {
        var stage = ClusterStage.Serving();
        stage.Exit("b").Tell(new ClusterInput.StartCompleted("b", false, "its port is taken", null)).Answer("b", 2);
        Assert.Equal(NodeHealth.Down, stage.Node("b").Health);
    }

    [Fact]
    public void What_is_missing_is_taken_for_a_while_from_where_it_was_during_the_outage()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec() with { WarmTime = TimeSpan.FromSeconds(30) });
        Assert.All(stage.Topology!.Nodes, node => Assert.Null(node.WarmFrom));
        stage.Exit("b");
        var outage = stage.Node("b").Outage;
        stage.Started("b", 20).Answer("b", 20);
        Assert.Equal(outage, stage.Node("b").WarmFrom);
        Assert.Equal(outage, stage.Pass(29_900).Node("b").WarmFrom);
        var version = stage.Topology.Version;
        Assert.Null(stage.Pass(200).Node("b").WarmFrom);
        Assert.Equal(version, stage.Topology.Version);
    }

    [Fact]
    public void A_new_outage_ends_the_warming()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec() with { WarmTime = TimeSpan.FromSeconds(30) });
        stage.Exit("b").Started("b", 20).Answer("b", 20).Exit("b");
        Assert.Null(stage.Node("b").WarmFrom);
    }

    private static ClusterStage Resumed(ClusterSpec? spec = null) => ClusterStage.Serving(spec).Pass(1100, silent: "b").Answer("b", 2);
}
