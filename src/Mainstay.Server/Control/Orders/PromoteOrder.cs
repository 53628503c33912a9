using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Makes the chosen process primary and reports it.</summary>
internal sealed class PromoteOrder(FencedOrders orders, GroupNodes nodes, DemotedProcesses demoted)
{
    // Without the guard: at this moment it has no replica yet, and would refuse every write.
    private static readonly byte[][] Commands =
        [RespWriter.Command("CONFIG", "SET", "min-replicas-to-write", "0"), RespWriter.Command("REPLICAOF", "NO", "ONE"), NodeQuestions.Info];

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.Promote action, CancellationToken cancellationToken) =>
        orders.GiveAsync(nodes[action.Node], action.Id, action.RunId, OrderLimits.Promote, (node, token) => PromoteAsync(action.Node, node, token), cancellationToken);

    private async Task<ActionResult> PromoteAsync(string name, FencedNode node, CancellationToken cancellationToken)
    {
        demoted.Promoted(name);
        var replies = await node.ExchangeAsync(cancellationToken, Commands);
        foreach (var reply in replies) NodeConnection.Expect(reply);
        var report = NodeQuestions.ReadInfo(replies[^1]) with { MinReplicasToWrite = 0 };
        return report.Role == NodeRole.Primary ? new ActionResult.Done(report) : new ActionResult.Failed($"{name} is still a replica after its promotion");
    }
}
