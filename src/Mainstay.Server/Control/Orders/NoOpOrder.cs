using Mainstay.Core.Failover;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Writes something that changes no key and is replicated: a message on a channel nobody listens to.</summary>
internal sealed class NoOpOrder(FencedOrders orders, GroupNodes nodes)
{
    /// <summary>The reserved channel.</summary>
    public const string Channel = "__mainstay__:no-op";

    // Servers before Redis 7, which others may run, know no sharded channels.
    private static readonly byte[][] OlderCommands = [RespWriter.Command("PUBLISH", Channel, ""), NodeQuestions.Info];

    private static readonly byte[][] Commands = [RespWriter.Command("SPUBLISH", Channel, ""), NodeQuestions.Info];

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.WriteNoOp action, CancellationToken cancellationToken) =>
        orders.GiveAsync(nodes[action.Node], action.Id, action.RunId, OrderLimits.Promote, WriteAsync, cancellationToken);

    private static async Task<ActionResult> WriteAsync(FencedNode node, CancellationToken cancellationToken)
    {
        var replies = await node.ExchangeAsync(cancellationToken, Commands);
        if (replies[0].IsError && replies[0].Text.StartsWith("ERR unknown command", StringComparison.OrdinalIgnoreCase)) replies = await node.ExchangeAsync(cancellationToken, OlderCommands);
        NodeConnection.Expect(replies[0]);
        return new ActionResult.Done(NodeQuestions.ReadInfo(replies[1]));
    }
}
