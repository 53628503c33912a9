using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Control.Orders;

/// <summary>The orders of a change of primary, on real servers, one after the other as the machine gives them.</summary>
public class ChangeOfPrimaryTests
{
    [Fact]
    public async Task Seal_promote_and_reparent_move_the_primary_by_partial_resyncs()
    {
        await using var ground = await OrderGround.WithReplicasAsync(2);
        var (old, target, third) = (ground.Nodes[0], ground.Nodes[1], ground.Nodes[2]);
        var before = await old.ReportAsync();

        // 1. Sealed: detached, with the history and offset it had, and no longer moved by the primary's writes.
        var sealedOld = OrderGround.Done(await ground.SealAsync(old));
        Assert.True(sealedOld.Sealed);
        Assert.Equal(before.RunId, sealedOld.RunId);
        Assert.Equal(before.ReplicationId, sealedOld.ReplicationId);
        await target.ReportsAsync(report => report.Offset == sealedOld.Offset, "reached the final offset");
        var sealedTarget = OrderGround.Done(await ground.SealAsync(target));
        var sealedThird = OrderGround.Done(await ground.SealAsync(third));
        Assert.Equal(sealedOld.Position, sealedTarget.Position);
        Assert.Equal(sealedTarget.Position, (await target.ReportAsync()).Position);

        // 2. Promoted, without a guard that no replica could satisfy yet.
        await target.CallAsync("CONFIG", "SET", "min-replicas-to-write", "1");
        var promoted = OrderGround.Done(await ground.PromoteAsync(target, sealedTarget.RunId));
        Assert.Equal(NodeRole.Primary, promoted.Role);
        Assert.Equal(sealedTarget.ReplicationId, promoted.SecondReplicationId);
        Assert.Equal(sealedTarget.Offset + 1, promoted.SecondOffset);
        Assert.Equal("OK", (await target.CallAsync("SET", "after", "1")).Text);

        // 3. The no-op moves the offset of a group that is otherwise idle.
        var offset = (await target.ReportAsync()).Offset;
        Assert.True(OrderGround.Done(await ground.NoOpAsync(target, promoted.RunId)).Offset > offset);

        // 4. The others follow without being filled anew.
        foreach (var (node, report) in new[] { (old, sealedOld), (third, sealedThird) })
        {
            Assert.True(OrderGround.Done(await ground.ReparentAsync(node, report.RunId, target)).Follows(target.Spec.Address));
            await node.ReportsAsync(now => now.LinkUp && now.ReplicationId == promoted.ReplicationId, "is linked to the new primary");
        }

        await target.ReportsAsync(report => report.Replicas.Length == 2 && report.Replicas.All(one => one.Online), "both are online");
        var stats = (await target.CallAsync("INFO", "stats")).Text;
        Assert.Contains("sync_partial_ok:2", stats, StringComparison.Ordinal);
        Assert.Contains("sync_full:0", stats, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seal_is_not_moved_by_what_the_primary_writes_and_can_be_repeated()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var first = OrderGround.Done(await ground.SealAsync(ground.Nodes[1]));
        for (var i = 0; i < 20; i++) await ground.Nodes[0].CallAsync("SET", $"later:{i}", "x");
        var second = OrderGround.Done(await ground.SealAsync(ground.Nodes[1]));
        Assert.Equal(first.Position, second.Position);
        Assert.True((await ground.Nodes[0].ReportAsync()).Offset > second.Offset);
    }

    [Fact]
    public async Task Promotion_reparenting_and_the_guard_are_for_the_process_that_was_meant()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var (primary, replica) = (ground.Nodes[0], ground.Nodes[1]);
        const string Other = "0123456789012345678901234567890123456789";
        Assert.Equal(new ActionResult.Failed("another process answers at main-002"), await ground.PromoteAsync(replica, Other));
        Assert.Equal(new ActionResult.Failed("another process answers at main-001"), await ground.ReparentAsync(primary, Other, replica));
        Assert.Equal(new ActionResult.Failed("another process answers at main-001"), await ground.NoOpAsync(primary, Other));
        Assert.Equal(new ActionResult.Failed("another process answers at main-001"), await ground.RunAsync(new FailoverAction.GuardWrites(ground.NextId(), "main-001", Other, 1)));
        Assert.Equal(NodeRole.Primary, (await primary.ReportAsync()).Role);
        Assert.Equal(NodeRole.Replica, (await replica.ReportAsync()).Role);
    }

    [Fact]
    public async Task The_guard_is_set_and_lifted()
    {
        await using var ground = await OrderGround.WithReplicasAsync(1);
        var runId = (await ground.Nodes[0].ReportAsync()).RunId;
        Assert.Equal(2, OrderGround.Done(await ground.RunAsync(new FailoverAction.GuardWrites(ground.NextId(), "main-001", runId, 2))).MinReplicasToWrite);
        Assert.StartsWith("NOREPLICAS", (await ground.Nodes[0].CallAsync("SET", "k", "v")).Text!.TrimStart('-'), StringComparison.Ordinal);
        OrderGround.Done(await ground.RunAsync(new FailoverAction.GuardWrites(ground.NextId(), "main-001", runId, 0)));
        Assert.Equal("OK", (await ground.Nodes[0].CallAsync("SET", "k", "v")).Text);
    }

    [Fact]
    public async Task Clients_of_a_former_primary_are_told_and_then_cut_off_and_those_of_a_replica_are_spared()
    {
        await using var ground = await OrderGround.WithReplicasAsync(2);
        var (old, target, third) = (ground.Nodes[0], ground.Nodes[1], ground.Nodes[2]);
        using var held = await RespClient.ConnectAsync(old.Port);
        using var blocked = await RespClient.ConnectAsync(old.Port);
        using var reader = await RespClient.ConnectAsync(third.Port);
        await held.CallAsync("PING");
        await reader.CallAsync("PING");
        await blocked.SendAsync("BLPOP", "queue", "0");
        await Eventually.GetAsync(() => old.CallAsync("INFO", "clients"), reply => reply.Text!.Contains("blocked_clients:1", StringComparison.Ordinal), Deadline.InSeconds(5), "the pop blocks");

        var oldRun = OrderGround.Done(await ground.SealAsync(old)).RunId;
        var targetRun = OrderGround.Done(await ground.SealAsync(target)).RunId;
        var thirdRun = OrderGround.Done(await ground.SealAsync(third)).RunId;
        OrderGround.Done(await ground.PromoteAsync(target, targetRun));
        OrderGround.Done(await ground.ReparentAsync(old, oldRun, target));
        OrderGround.Done(await ground.ReparentAsync(third, thirdRun, target));

        Assert.StartsWith("UNBLOCKED", (await blocked.ReadAsync(TimeSpan.FromSeconds(5))).Text!.TrimStart('-'), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => held.CallAsync("PING"));
        Assert.Equal("PONG", (await reader.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task What_concerns_processes_is_the_supervisors_and_its_failure_is_a_result()
    {
        await using var ground = await OrderGround.WithReplicasAsync(0);
        Assert.Equal(ground.Nodes[0].ProcessId, OrderGround.Done(await ground.RunAsync(new FailoverAction.StartNode(ground.NextId(), "main-001"))).ProcessId);
        Assert.IsType<ActionResult.Done>(await ground.RunAsync(new FailoverAction.KillNode(ground.NextId(), "main-001", "abc")));
        ground.Supervisor.Answer = new ActionResult.DataMissing("no folder");
        Assert.Equal(ground.Supervisor.Answer, await ground.RunAsync(new FailoverAction.ReplaceNode(ground.NextId(), "main-001")));
        ground.Supervisor.Answer = null;
        Assert.Equal(new ActionResult.Failed("the supervisor broke"), await ground.RunAsync(new FailoverAction.StartNode(ground.NextId(), "main-001")));
        Assert.Equal(["start main-001", "kill main-001 abc", "replace main-001", "start main-001"], ground.Supervisor.Asked);
        Assert.IsType<ActionResult.Failed>(await ground.RunAsync(new FailoverAction.Seal(ground.NextId(), "main-009")));
    }
}
