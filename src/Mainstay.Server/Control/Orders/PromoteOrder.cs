using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Makes the chosen process primary and reports it.</summary>
internal sealed class PromoteOrder(FencedOrders orders, GroupNodes nodes, DemotedProcesses demoted)
{
    // Without the guard: at this moment it has no replica yet, and would refuse every write.
    private static readonly byte[] LiftGuard = RespWriter.Command("CONFIG", "SET", "min-replicas-to-write", "0");

    private static readonly byte[][] Lead = [RespWriter.Command("REPLICAOF", "NO", "ONE"), NodeQuestions.Info];

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.Promote action, CancellationToken cancellationToken) =>
        orders.GiveAsync(nodes[action.Node], action.Id, action.RunId, OrderLimits.Promote, (node, token) => PromoteAsync(action.Node, node, token), cancellationToken);

    private async Task<ActionResult> PromoteAsync(string name, FencedNode node, CancellationToken cancellationToken)
    {
        demoted.Promoted(name);
        // What others set on their servers is theirs.
        var managed = nodes[name].Managed;
        var replies = await node.ExchangeAsync(cancellationToken, managed ? [LiftGuard, .. Lead] : Lead);
        foreach (var reply in replies) NodeConnection.Expect(reply);
        var report = NodeQuestions.ReadInfo(replies[^1]) with { MinReplicasToWrite = managed ? 0 : null };
        return report.Role == NodeRole.Primary ? new ActionResult.Done(report) : new ActionResult.Failed($"{name} is still a replica after its promotion");
    }
}
