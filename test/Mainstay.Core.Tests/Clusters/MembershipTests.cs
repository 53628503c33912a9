using Mainstay.Core.Clusters;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Tests.Clusters;

public sealed class MembershipTests
{
    [Fact]
    public void An_added_node_is_told_of_when_it_serves_and_is_warmed_under_its_own_name()
    {
        var spec = ClusterStage.Spec() with { WarmTime = TimeSpan.FromSeconds(30) };
        var stage = ClusterStage.Serving(spec);
        var version = stage.Topology!.Version;
        stage.Tell(new ClusterInput.SpecChanged(spec with { Nodes = [ClusterStage.Node("d"), .. spec.Nodes] })).Exit("d");
        Assert.Null(stage.Topology.Node("d"));
        Assert.Equal(version, stage.Topology.Version);
        stage.Started("d", 4).Answer("d", 4);
        Assert.Equal(["d", "a", "b", "c"], stage.Topology.Nodes.Select(node => node.Name));
        Assert.True(stage.Node("d") is { Serves: true, WarmFrom: 0 });
        Assert.True(stage.Topology.Version > version);
        Assert.Equal(4, stage.State!.Nodes.Length);
    }

    [Fact]
    public void An_added_node_that_ran_already_is_flushed()
    {
        var spec = ClusterStage.Spec(managed: false);
        var stage = ClusterStage.Serving(spec);
        stage.Tell(new ClusterInput.SpecChanged(spec with { Nodes = [.. spec.Nodes, ClusterStage.Node("d", managed: false)] })).Answer("d", 4);
        Assert.Null(stage.Topology!.Node("d"));
        Assert.True(stage.Flushed("d").Node("d").Serves);
    }

    [Fact]
    public void A_node_that_a_later_daemon_finds_in_its_configuration_was_added()
    {
        var first = ClusterStage.Serving();
        var spec = ClusterStage.Spec();
        var second = ClusterStage.Serving(spec with { Nodes = [.. spec.Nodes, ClusterStage.Node("d")] }, first.State);
        Assert.Equal(3, second.Topology!.Nodes.Length);
        Assert.Equal(first.Topology!.Version, second.Topology.Version);
        second.Exit("d").Started("d", 4).Answer("d", 4);
        Assert.Equal(4, second.Topology.Nodes.Length);
    }

    [Fact]
    public void A_node_that_leaves_is_ended_after_that_was_told()
    {
        var spec = ClusterStage.Spec();
        var stage = ClusterStage.Serving(spec);
        var version = stage.Topology!.Version;
        stage.Tell(new ClusterInput.SpecChanged(spec with { Nodes = [spec.Nodes[0], spec.Nodes[2]] }));
        Assert.Equal(["a", "c"], stage.Topology.Nodes.Select(node => node.Name));
        Assert.True(stage.Topology.Version > version);
        Assert.Equal(new ClusterAction.KillNode("b", ForGood: true), stage.Last[^1]);
    }

    [Fact]
    public void An_unmanaged_node_that_leaves_is_left_alone()
    {
        var spec = ClusterStage.Spec(managed: false);
        var stage = ClusterStage.Serving(spec);
        stage.Tell(new ClusterInput.SpecChanged(spec with { Nodes = [spec.Nodes[0], spec.Nodes[2]] }));
        Assert.Equal(0, stage.Count<ClusterAction.KillNode>("b"));
    }

    [Fact]
    public void The_version_grows_with_an_address_of_a_name()
    {
        var spec = ClusterStage.Spec() with { Nodes = [new NodeSpec { Name = "a", Address = new NodeAddress("cache.example", 11211) }] };
        var stage = new ClusterStage(spec);
        stage.Tell(new ClusterInput.AddressResolved("a", "10.1.1.1")).Answer("a", 1);
        var version = stage.Topology!.Version;
        Assert.Equal("10.1.1.1", stage.Node("a").Ip);
        stage.Tell(new ClusterInput.AddressResolved("a", "10.1.1.1"));
        Assert.Equal(version, stage.Topology.Version);
        stage.Tell(new ClusterInput.AddressResolved("a", "10.1.1.2"));
        Assert.True(stage.Topology.Version > version);
        var later = new ClusterStage(spec, stage.State).Answer("a", 1);
        Assert.Equal(stage.Topology.Version, later.Topology!.Version);
        Assert.Equal("10.1.1.2", later.Node("a").Ip);
    }

    [Theory]
    [InlineData(DiscoveryRule.All, 0)]
    [InlineData(DiscoveryRule.HealthyOnly, 1)]
    public void Who_does_not_serve_changes_the_version_where_it_changes_the_list(DiscoveryRule rule, int growth)
    {
        var stage = ClusterStage.Serving(ClusterStage.Spec() with { Discovery = rule });
        var (version, revision) = (stage.Topology!.Version, stage.Topology.Revision);
        stage.Exit("b");
        Assert.Equal(version + growth, stage.Topology.Version);
        Assert.True(stage.Topology.Revision > revision);
    }

    [Fact]
    public void A_changed_detection_time_counts_from_then_on()
    {
        var spec = ClusterStage.Spec();
        var stage = ClusterStage.Serving(spec);
        stage.Tell(new ClusterInput.SpecChanged(spec with { Detect = TimeSpan.FromSeconds(3) }));
        Assert.True(stage.Pass(2900, silent: "b").Node("b").Serves);
        Assert.False(stage.Pass(200, silent: "b").Node("b").Serves);
    }
}
