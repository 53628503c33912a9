using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Detaches a node for good and reports its final position.</summary>
/// <param name="orders">Gives it.</param>
/// <param name="nodes">The group's nodes.</param>
/// <param name="controlUser">Whose other connections are ended; null where connections log in as nobody.</param>
/// <param name="demoted">Learns what the node was before.</param>
internal sealed class SealOrder(FencedOrders orders, GroupNodes nodes, string? controlUser, DemotedProcesses demoted)
{
    // INFO within the transaction: nothing comes between the detachment and the offset that is reported. The replication id stays, so that
    // whoever follows next needs a partial resync only.
    private static readonly byte[][] Transaction =
        [RespWriter.Command("MULTI"), RespWriter.Command("REPLICAOF", "127.0.0.1", "0"), NodeQuestions.Info, RespWriter.Command("EXEC")];

    // Orders of former controllers are on connections that were answered once; these end here. Our probers open theirs anew.
    private readonly byte[][] _commands =
        controlUser is null ? Transaction : [RespWriter.Command("CLIENT", "KILL", "USER", controlUser, "SKIPME", "yes"), .. Transaction];

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.Seal action, CancellationToken cancellationToken) =>
        orders.GiveAsync(nodes[action.Node], action.Id, null, OrderLimits.Seal, (node, token) => SealAsync(action.Node, node, token), cancellationToken);

    private async Task<ActionResult> SealAsync(string name, FencedNode node, CancellationToken cancellationToken)
    {
        var replies = await node.ExchangeAsync(cancellationToken, _commands);
        foreach (var reply in replies) NodeConnection.Expect(reply);
        if (replies[^1] is not { Items: [var followed, var info] }) return new ActionResult.Failed("the transaction of the seal was not carried out");
        NodeConnection.Expect(followed);
        var report = NodeQuestions.ReadInfo(info);
        demoted.Sealed(name, report.RunId, node.Before.Role == NodeRole.Replica);
        return report.Sealed
            ? new ActionResult.Done(report)
            : new ActionResult.Failed($"{name} still follows {report.FollowsHost}:{report.FollowsPort} after its seal");
    }
}
