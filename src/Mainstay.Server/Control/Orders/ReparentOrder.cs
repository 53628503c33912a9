using System.Globalization;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>
/// Makes a node follow another, then ends its clients' connections where these may take it for a primary. Endpoints have left it by then
/// (a topology is published before anybody is re-parented), and clients of a node that was a replica all along are spared.
/// </summary>
internal sealed class ReparentOrder(FencedOrders orders, GroupNodes nodes, NodeLogins logins, DemotedProcesses demoted)
{
    private static readonly byte[][] Sever =
        [RespWriter.Command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"), RespWriter.Command("CLIENT", "KILL", "TYPE", "pubsub"), NodeQuestions.Info];

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.Reparent action, CancellationToken cancellationToken) =>
        orders.GiveAsync(nodes[action.Node], action.Id, action.RunId, OrderLimits.Reparent, (node, token) => FollowAsync(action, node, token), cancellationToken);

    /// <summary>Managed nodes of one group know each other. Servers of others are told how to log in to whom they follow.</summary>
    private byte[][] LogIn(FailoverAction.Reparent action)
    {
        if (nodes.All.All(node => node.Managed)) return [];
        return logins.Replication(nodes[action.Primary]) is { } login
            ? [RespWriter.Command("CONFIG", "SET", "masteruser", login.User), RespWriter.Command("CONFIG", "SET", "masterauth", login.Password)]
            : [];
    }

    private async Task<ActionResult> FollowAsync(FailoverAction.Reparent action, FencedNode node, CancellationToken cancellationToken)
    {
        var primary = nodes[action.Primary].Address;
        var port = primary.Port.ToString(CultureInfo.InvariantCulture);
        var before = node.Before;
        var sever = before.Role == NodeRole.Primary || (before.Sealed && demoted.MayHavePrimaryClients(action.Node, action.RunId));

        // A write of its own: clients blocked in a pop are told -UNBLOCKED by the demotion, and must have got it before they are cut off.
        var replies = await node.ExchangeAsync(cancellationToken, [.. LogIn(action), RespWriter.Command("REPLICAOF", primary.Host, port), NodeQuestions.Info]);
        foreach (var reply in replies[..^1]) NodeConnection.Expect(reply);
        if (sever)
        {
            replies = await node.ExchangeAsync(cancellationToken, Sever);
            foreach (var reply in replies) NodeConnection.Expect(reply);
        }

        var report = NodeQuestions.ReadInfo(replies[^1]);
        demoted.Following(action.Node, report.RunId);
        return report.Follows(primary)
            ? new ActionResult.Done(report)
            : new ActionResult.Failed($"{action.Node} follows {report.FollowsHost}:{report.FollowsPort} after it was told to follow {primary}");
    }
}
