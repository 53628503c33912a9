using Mainstay.Core.Topology;
using Mainstay.Simulation.Network;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Core.Tests.Simulation;

/// <summary>The modelled server does what redis-server 7.0 was seen to do, where it is unkind above all.</summary>
public sealed class SimulatedNodeTests
{
    [Fact]
    public void A_primary_that_never_had_a_replica_shows_offset_zero_with_any_number_of_keys()
    {
        var bench = new Bench();
        var process = bench.First.Start(Bench.Nowhere, byHand: false);
        process.Promote();
        bench.Write(bench.First, 10);
        Assert.Equal(0, process.Report().Offset);
        Assert.True(process.Report().HasKeys);
    }

    [Fact]
    public void The_first_replica_makes_a_primary_take_a_new_history_without_a_former_one()
    {
        var bench = new Bench();
        var process = bench.First.Start(Bench.Nowhere, byHand: false);
        process.Promote();
        var before = process.Report();
        Assert.NotNull(before.SecondReplicationId);
        bench.Second.Start(bench.First.Address, byHand: false);
        bench.Pass(2000);
        var after = process.Report();
        Assert.NotEqual(before.ReplicationId, after.ReplicationId);
        Assert.Null(after.SecondReplicationId);
        Assert.Equal(-1, after.SecondOffset);
        Assert.Equal(before.RunId, after.RunId);
    }

    [Fact]
    public void A_promotion_branches_the_history_off_one_byte_after_the_offset()
    {
        var bench = Bench.Replicating();
        bench.Write(bench.First, 5);
        var replica = bench.Second.Process!;
        replica.Follow(Bench.Nowhere);
        var before = replica.Report();
        Assert.True(before.Sealed);
        replica.Promote();
        var after = replica.Report();
        Assert.Equal(before.ReplicationId, after.SecondReplicationId);
        Assert.Equal(before.Offset + 1, after.SecondOffset);
        Assert.NotEqual(before.ReplicationId, after.ReplicationId);
    }

    [Fact]
    public void A_sealed_replica_stands_still_and_goes_on_by_partial_resync()
    {
        var bench = Bench.Replicating();
        var replica = bench.Second.Process!;
        replica.Follow(Bench.Nowhere);
        var offset = replica.Report().Offset;
        bench.Write(bench.First, 10);
        Assert.Equal(offset, replica.Report().Offset);
        replica.Follow(bench.First.Address);
        bench.Pass(20);
        Assert.Equal(bench.First.Process!.Report().Offset, replica.Report().Offset);
        var listed = bench.First.Process!.Report().Replicas.Single(link => link.Address == bench.Second.Address);
        Assert.True(listed.Online);
        Assert.Equal(0, listed.Offset);
        bench.Pass(1100);
        Assert.NotEqual(0, bench.First.Process!.Report().Replicas.Single(link => link.Address == bench.Second.Address).Offset);
    }

    [Fact]
    public void A_sealed_primary_refuses_writes_and_new_replicas_and_still_feeds_those_it_has()
    {
        var bench = Bench.Replicating();
        bench.World.Network.Cut(bench.First.Name, bench.Second.Name);
        bench.Write(bench.First, 10);
        bench.First.Process!.Follow(Bench.Nowhere);
        Assert.Equal(WriteOutcome.ReadOnly, bench.Write(bench.First));
        bench.World.Network.HealAll();
        bench.Pass(10);
        Assert.Equal(10, Bench.Keys(bench.Second));
        bench.Third.Process!.Follow(Bench.Nowhere);
        bench.Third.Process!.Follow(bench.First.Address);
        bench.Pass(3000);
        Assert.False(bench.Third.Process!.Report().LinkUp);
    }

    [Fact]
    public void A_restart_from_the_file_has_the_same_history_an_older_offset_and_another_run_id()
    {
        var bench = Bench.Replicating();
        bench.World.Save(bench.Second.Name);
        var saved = bench.Second.Process!.Report();
        bench.Write(bench.First, 10);
        bench.World.Kill(bench.Second.Name);
        bench.Second.Start(Bench.Nowhere, byHand: false);
        bench.Pass(50);
        var restarted = bench.Second.Process!.Report();
        Assert.Equal(saved.ReplicationId, restarted.ReplicationId);
        Assert.Equal(saved.Offset, restarted.Offset);
        Assert.NotEqual(saved.RunId, restarted.RunId);
        Assert.True(restarted.Sealed);
    }

    [Fact]
    public void A_primary_started_empty_by_hand_wipes_those_who_still_follow_it()
    {
        var bench = Bench.Replicating();
        bench.Write(bench.First, 10);
        bench.World.StartByHand(bench.First.Name, empty: true);
        bench.Pass(3000);
        Assert.Equal(0, Bench.Keys(bench.Second));
        Assert.Equal(0, Bench.Keys(bench.Third));
    }

    [Fact]
    public void A_sealed_replica_is_not_wiped()
    {
        var bench = Bench.Replicating();
        bench.Write(bench.First, 10);
        bench.Second.Process!.Follow(Bench.Nowhere);
        bench.World.StartByHand(bench.First.Name, empty: true);
        bench.Pass(3000);
        Assert.Equal(10, Bench.Keys(bench.Second));
    }

    [Fact]
    public void The_link_to_a_primary_that_hangs_stays_up_until_the_timeout_and_the_silence_grows_in_whole_seconds()
    {
        var bench = Bench.Replicating(new NodeSettings { ReplicationTimeout = TimeSpan.FromSeconds(5) });
        bench.World.Freeze(bench.First.Name);
        bench.Pass(3500);
        var report = bench.Second.Process!.Report();
        Assert.True(report.LinkUp);
        Assert.InRange(report.LastHeardSeconds!.Value, 3, 4);
        bench.Pass(3000);
        Assert.False(bench.Second.Process!.Report().LinkUp);
    }

    [Fact]
    public void A_process_that_wakes_obeys_what_was_sent_to_it_long_ago()
    {
        var bench = Bench.Replicating();
        bench.World.Freeze(bench.Second.Name);
        var connection = bench.Second.Connect(SimulatedNetwork.Control, NodeConnection.ControlUser)!;
        connection.Process.Send(new NodeRequest(connection, "promote", process => process.Promote(), () => { }));
        bench.Pass(5000);
        Assert.False(bench.Second.Process!.State.IsPrimary);
        bench.World.Thaw(bench.Second.Name);
        Assert.Equal(NodeRole.Primary, bench.Second.Process!.Report().Role);
    }

    [Fact]
    public void What_an_ended_connection_holds_unread_is_not_obeyed()
    {
        var bench = Bench.Replicating();
        bench.World.Freeze(bench.Second.Name);
        var connection = bench.Second.Connect(SimulatedNetwork.Control, NodeConnection.ControlUser)!;
        connection.Process.Send(new NodeRequest(connection, "promote", process => process.Promote(), () => { }));
        bench.Pass(10);
        bench.Second.Process!.EndConnections(NodeConnection.ControlUser, spare: null);
        bench.World.Thaw(bench.Second.Name);
        Assert.False(bench.Second.Process!.State.IsPrimary);
    }

    [Fact]
    public void A_guarded_primary_refuses_writes_about_two_seconds_after_its_replicas_fell_silent()
    {
        var bench = Bench.Replicating();
        bench.First.Process!.MinReplicas = 1;
        Assert.Equal(WriteOutcome.Ok, bench.Write(bench.First));
        bench.World.Freeze(bench.Second.Name);
        bench.World.Freeze(bench.Third.Name);
        bench.Pass(900);
        Assert.Equal(WriteOutcome.Ok, bench.Write(bench.First));
        bench.Pass(1200);
        Assert.Equal(WriteOutcome.NoReplicas, bench.Write(bench.First));
    }

    [Fact]
    public void A_copy_that_went_past_the_branch_needs_a_full_resync()
    {
        var bench = Bench.Replicating();
        bench.Second.Process!.Follow(Bench.Nowhere);
        bench.Write(bench.First, 10);
        bench.Second.Process!.Promote();
        bench.Pass(10);
        var promoted = bench.Second.Process!.State;
        Assert.False(promoted.CanContinue(bench.First.Process!.State.Id, bench.First.Process!.State.Offset));
        bench.First.Process!.Follow(bench.Second.Address);
        bench.Pass(3000);
        Assert.Equal(0, Bench.Keys(bench.First));
        Assert.Equal(promoted.Id, bench.First.Process!.State.Id);
        Assert.Null(bench.First.Process!.State.SecondId);
    }

    [Fact]
    public void A_replica_that_is_being_filled_says_that_it_is_linked_and_its_primary_does_not_list_it_online()
    {
        var bench = Bench.Replicating(new NodeSettings { TransferTime = TimeSpan.FromSeconds(2) });
        bench.Pass(1000);
        bench.Write(bench.First, 10);
        bench.World.Kill(bench.Third.Name);
        bench.Third.MakeDirectory();
        bench.Third.Start(bench.First.Address, byHand: false);
        bench.Pass(500);
        Assert.True(bench.Third.Process!.Report().LinkUp);
        Assert.Equal(0, Bench.Keys(bench.Third));
        Assert.False(bench.First.Process!.Report().Replicas.Single(link => link.Address == bench.Third.Address).Online);
        bench.Pass(3000);
        Assert.Equal(10, Bench.Keys(bench.Third));
    }
}
