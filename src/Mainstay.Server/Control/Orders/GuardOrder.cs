using System.Globalization;
using Mainstay.Core.Failover;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Sets how many replicas a primary must have to take writes.</summary>
internal sealed class GuardOrder(FencedOrders orders, GroupNodes nodes)
{
    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.GuardWrites action, CancellationToken cancellationToken) =>
        orders.GiveAsync(nodes[action.Node], action.Id, action.RunId, OrderLimits.Promote, (node, token) => SetAsync(action.MinReplicas, node, token), cancellationToken);

    private static async Task<ActionResult> SetAsync(int minReplicas, FencedNode node, CancellationToken cancellationToken)
    {
        var replies = await node.ExchangeAsync(
            cancellationToken, RespWriter.Command("CONFIG", "SET", "min-replicas-to-write", minReplicas.ToString(CultureInfo.InvariantCulture)), NodeQuestions.Info);
        NodeConnection.Expect(replies[0]);
        return new ActionResult.Done(NodeQuestions.ReadInfo(replies[1]) with { MinReplicasToWrite = minReplicas });
    }
}
