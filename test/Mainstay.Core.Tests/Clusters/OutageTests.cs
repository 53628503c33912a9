using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Clusters;

public sealed class OutageTests
{
    [Fact]
    public void A_node_whose_process_ended_is_down_at_once_and_started_again_at_once()
    {
        var stage = ClusterStage.Serving();
        stage.Exit("b");
        Assert.Equal(NodeHealth.Down, stage.Node("b").Health);
        Assert.Equal(ClusterStage.Wall, stage.Node("b").Outage);
        Assert.True(stage.Wants<ClusterAction.StartNode>("b"));
        Assert.True(stage.Node("a").Serves && stage.Node("c").Serves);
    }

    [Fact]
    public void A_refused_connection_is_gone_at_once()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec(managed: false));
        stage.Refuse("b");
        Assert.Equal(NodeHealth.Down, stage.Node("b").Health);
        Assert.Equal(0, stage.Count<ClusterAction.StartNode>("b"));
    }

    [Fact]
    public void A_process_of_ours_at_which_nobody_listens_is_silent_and_replaced_in_time()
    {
        var stage = ClusterStage.Serving();
        stage.Tell(new ClusterInput.NodeRefused("b", ProcessExists: true));
        Assert.Equal(NodeHealth.Silent, stage.Node("b").Health);
        Assert.False(stage.Pass(1900).Wants<ClusterAction.KillNode>("b"));
        Assert.True(stage.Pass(200).Wants<ClusterAction.KillNode>("b"));
    }

    [Fact]
    public void A_silent_node_is_out_after_detect_and_not_before()
    {
        var stage = ClusterStage.Serving();
        stage.Pass(950, silent: "b");
        Assert.True(stage.Node("b").Serves);
        stage.Pass(100, silent: "b");
        Assert.Equal(NodeHealth.Silent, stage.Node("b").Health);
        Assert.NotEqual(0, stage.Node("b").Outage);
    }

    [Fact]
    public void An_answer_in_time_ends_a_silence()
    {
        var stage = ClusterStage.Serving();
        for (var i = 0; i < 5; i++) stage.Pass(900, silent: "b").Answer("b", 2);
        Assert.Equal(1, stage.Node("b").Life - stage.Node("a").Life);
        Assert.True(stage.Node("b").Serves);
    }

    [Fact]
    public void A_daemon_that_stood_still_itself_takes_nobody_for_silent()
    {
        var stage = ClusterStage.Serving();
        var before = Instant.Zero + stage.Now;
        stage.Stall(5000).Tell(new ClusterInput.NodeSilent("b", before));
        Assert.True(stage.Pass(800).Node("b").Serves);
        Assert.False(stage.Pass(300).Node("b").Serves);
    }

    [Fact]
    public void And_replaces_nobody_who_may_have_resumed_meanwhile()
    {
        var stage = ClusterStage.Serving();
        stage.Pass(1100, silent: "b").Stall(10_000).Tell(new ClusterInput.Tick());
        Assert.False(stage.Wants<ClusterAction.KillNode>("b"));
        Assert.True(stage.Answer("b", 2).Wants<ClusterAction.FlushNode>("b"));
    }

    [Fact]
    public void Outages_have_numbers_of_their_own_also_within_one_millisecond_and_where_the_clock_goes_back()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec(managed: false) with { FlushesRejoining = false });
        var seen = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            stage.Refuse("b");
            seen.Add(stage.Node("b").Outage);
            stage.Answer("b", 2);
            Assert.Equal(0, stage.Node("b").Outage);
        }

        Assert.Equal(seen.Distinct().Order(), seen);
    }

    [Fact]
    public void A_silent_managed_node_is_killed_after_its_time_and_a_fresh_process_serves()
    {
        var stage = ClusterStage.Serving();
        var version = stage.Topology!.Version;
        stage.Pass(1050, silent: "b");
        Assert.False(stage.Pass(1900, silent: "b").Wants<ClusterAction.KillNode>("b"));
        Assert.True(stage.Pass(200, silent: "b").Wants<ClusterAction.KillNode>("b"));
        stage.Killed("b");
        Assert.Equal(NodeHealth.Down, stage.Node("b").Health);
        Assert.True(stage.Wants<ClusterAction.StartNode>("b"));
        var life = stage.Node("b").Life;
        stage.Started("b", 20).Answer("b", 20);
        Assert.True(stage.Node("b").Serves);
        Assert.True(stage.Node("b").Life > life);
        Assert.True(stage.Topology.Version > version);
        Assert.Equal(0, stage.Count<ClusterAction.FlushNode>("b"));
    }

    [Fact]
    public void A_kill_that_fails_is_tried_again()
    {
        var stage = ClusterStage.Serving();
        stage.Pass(3200, silent: "b").Killed("b", ok: false);
        stage.Pass(300);
        Assert.Equal(2, stage.Count<ClusterAction.KillNode>("b"));
    }

    [Fact]
    public void An_unmanaged_node_is_only_watched()
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec(managed: false));
        stage.Pass(20_000, silent: "b");
        stage.Refuse("b").Pass(20_000);
        Assert.Equal(0, stage.Count<ClusterAction.KillNode>("b") + stage.Count<ClusterAction.StartNode>("b"));
    }

    [Fact]
    public void A_node_that_keeps_ending_is_started_with_growing_pauses_of_five_seconds_at_most()
    {
        var stage = ClusterStage.Serving();
        stage.Exit("b");
        var times = new List<double>();
        for (var process = 10; stage.Now < TimeSpan.FromSeconds(40); process++)
        {
            while (!stage.Wants<ClusterAction.StartNode>("b")) stage.Pass(50);
            times.Add(stage.Now.TotalMilliseconds);
            stage.Started("b", process).Answer("b", process);
            Assert.True(stage.Node("b").Serves);
            stage.Exit("b");
        }

        var pauses = times.Zip(times.Skip(1), (one, next) => next - one).ToList();
        Assert.Equal(0, times[0]);
        Assert.Equal([100, 200, 400, 800, 1600, 3200, 5000, 5000], pauses.Take(8));
        Assert.Equal(5000, pauses.Max());
    }

    [Fact]
    public void After_it_served_for_long_its_end_is_a_new_story()
    {
        var stage = ClusterStage.Serving();
        stage.Exit("b").Started("b", 10).Answer("b", 10).Exit("b").Pass(200);
        Assert.Equal(2, stage.Count<ClusterAction.StartNode>("b"));
        stage.Started("b", 11).Answer("b", 11).Pass(10_100);
        Assert.True(stage.Exit("b").Wants<ClusterAction.StartNode>("b"));
    }

    [Fact]
    public void A_start_that_fails_is_told_once_and_tried_again()
    {
        var stage = ClusterStage.Serving();
        stage.Exit("b");
        for (var i = 0; i < 4; i++)
        {
            stage.Tell(new ClusterInput.StartCompleted("b", false, "its port is taken", null));
            stage.Pass(1000);
        }

        Assert.Equal(5, stage.Count<ClusterAction.StartNode>("b"));
        Assert.Single(stage.All.OfType<ClusterAction.Explain>(), one => one.Text.Contains("its port is taken", StringComparison.Ordinal));
    }
}
