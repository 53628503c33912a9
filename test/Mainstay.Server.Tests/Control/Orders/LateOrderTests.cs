using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Store;
using Mainstay.TestKit.Processes;

namespace Mainstay.Server.Tests.Control.Orders;

/// <summary>Orders that come too late, or to a node that does not answer.</summary>
public class LateOrderTests
{
    [Fact]
    public async Task No_order_is_given_once_the_term_has_moved()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var (primary, replica) = (ground.Nodes[0], ground.Nodes[1]);
        var (primaryRun, replicaRun) = ((await primary.ReportAsync()).RunId, (await replica.ReportAsync()).RunId);
        ground.Store.State = ground.Store.State with { Term = OrderGround.Term + 1 };

        var late = new ActionResult.Conflict(ground.Store.State);
        Assert.Equal(late, await ground.SealAsync(primary));
        Assert.Equal(late, await ground.PromoteAsync(replica, replicaRun));
        Assert.Equal(late, await ground.ReparentAsync(primary, primaryRun, replica));
        Assert.Equal(late, await ground.NoOpAsync(primary, primaryRun));
        Assert.Equal(late, await ground.RunAsync(new FailoverAction.GuardWrites(ground.NextId(), "main-001", primaryRun, 1)));
        Assert.Equal(NodeRole.Primary, (await primary.ReportAsync()).Role);
        Assert.True((await replica.ReportAsync()).LinkUp);
    }

    [Fact]
    public async Task Nothing_is_ordered_while_the_store_cannot_be_read()
    {
        await using var ground = await OrderGround.WithReplicasAsync(0);
        ground.Store.ReadFault = new StoreException("no route to the store", mayHaveBeenWritten: false);
        var failed = Assert.IsType<ActionResult.Failed>(await ground.SealAsync(ground.Nodes[0]));
        Assert.Contains("no route to the store", failed.Why, StringComparison.Ordinal);
        Assert.Equal(NodeRole.Primary, (await ground.Nodes[0].ReportAsync()).Role);
    }

    [Fact]
    public async Task A_controller_that_slept_between_its_look_at_the_term_and_its_order_finds_its_connection_ended()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var (primary, replica) = (ground.Nodes[0], ground.Nodes[1]);
        var replicaRun = (await replica.ReportAsync()).RunId;

        // The former controller has connected and reads the term; at that very moment a newer one seals the node.
        ground.Store.BeforeRead = async () =>
        {
            ground.Store.BeforeRead = null;
            OrderGround.Done(await ground.SealAsync(replica));
        };
        var result = await ground.PromoteAsync(replica, replicaRun);
        Assert.IsType<ActionResult.Unknown>(result);
        Assert.True((await replica.ReportAsync()).Sealed);
        Assert.Equal(NodeRole.Primary, (await primary.ReportAsync()).Role);
    }

    [Fact]
    public async Task A_seal_ends_other_connections_of_the_control_user_and_of_nobody_else()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var replica = ground.Nodes[1];
        var (control, _) = await new NodeDialer(_ => ControlledNode.Control).OpenAsync(replica.Spec, [NodeQuestions.Ping], TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        var (client, _) = await new NodeDialer(_ => null).OpenAsync(replica.Spec, [NodeQuestions.Ping], TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        using (control)
        using (client)
        {
            OrderGround.Done(await ground.SealAsync(replica));
            var ended = await Assert.ThrowsAsync<NodeException>(() => control.AskAsync(NodeQuestions.Ping, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
            Assert.Equal(NodeFault.Reset, ended.Fault);
            Assert.Equal("PONG", (await client.AskAsync(NodeQuestions.Ping, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).Text);
        }
    }

    [Fact]
    public async Task A_stopped_node_gets_no_order_and_is_not_waited_for()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var replica = ground.Nodes[1];
        replica.Send(Signal.Stop);
        var began = TimeProvider.System.GetTimestamp();
        var result = await ground.SealAsync(replica);
        var took = TimeProvider.System.GetElapsedTime(began);
        replica.Send(Signal.Continue);

        // Nothing was ordered, so nothing can be obeyed on waking.
        Assert.IsType<ActionResult.Failed>(result);
        Assert.InRange(took.TotalMilliseconds, 250, 1500);
        Assert.True((await replica.ReportAsync()).LinkUp);
    }

    [Fact]
    public async Task A_node_that_stops_between_its_answer_and_its_order_leaves_the_outcome_unknown()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var replica = ground.Nodes[1];
        ground.Store.BeforeRead = () =>
        {
            replica.Send(Signal.Stop);
            return Task.CompletedTask;
        };
        var result = await ground.SealAsync(replica);
        replica.Send(Signal.Continue);
        Assert.IsType<ActionResult.Unknown>(result);
    }
}
