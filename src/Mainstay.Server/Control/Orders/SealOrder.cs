using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Control.Orders;

/// <summary>Detaches a node for good and reports its final position.</summary>
/// <param name="orders">Gives it.</param>
/// <param name="nodes">The group's nodes.</param>
/// <param name="demoted">Learns what the node was before.</param>
/// <param name="rewrites">Learns which servers of others could not write it down.</param>
internal sealed class SealOrder(FencedOrders orders, GroupNodes nodes, DemotedProcesses demoted, RefusedRewrites rewrites)
{
    private static readonly byte[] Exec = RespWriter.Command("EXEC");

    // INFO within the transaction: nothing comes between the detachment and the offset that is reported. The replication id stays, so that
    // whoever follows next needs a partial resync only.
    private static readonly byte[][] Detach = [RespWriter.Command("MULTI"), RespWriter.Command("REPLICAOF", "127.0.0.1", "0"), NodeQuestions.Info];

    // Orders of former controllers are on connections that were answered once; these end here. Our probers open theirs anew.
    private static readonly byte[] EndOurs = RespWriter.Command("CLIENT", "KILL", "USER", NodeCredentials.ControlUser, "SKIPME", "yes");

    // A server of others is written to no more after that: started again by them, it is sealed, and no second primary. In the transaction,
    // for later it might write down that it leads.
    private static readonly byte[] WriteDown = RespWriter.Command("CONFIG", "REWRITE");

    private static readonly byte[] ListClients = RespWriter.Command("CLIENT", "LIST", "TYPE", "normal");

    private static readonly byte[] WhoAmI = RespWriter.Command("CLIENT", "ID");

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public Task<ActionResult> RunAsync(FailoverAction.Seal action, CancellationToken cancellationToken) =>
        orders.GiveAsync(nodes[action.Node], action.Id, null, OrderLimits.Seal, (node, token) => SealAsync(nodes[action.Node], node, token), cancellationToken);

    /// <summary>Detaches a node on a connection that is open already.</summary>
    public async Task<ActionResult> SealAsync(NodeSpec spec, FencedNode node, CancellationToken cancellationToken)
    {
        // 1. Nobody else of ours gives orders there any more; then it is detached.
        var replies = spec.Managed ? await node.ExchangeAsync(cancellationToken, [EndOurs, .. Detach, Exec]) : await SealForeignAsync(spec.Name, node, cancellationToken);
        foreach (var reply in replies[..^1].Where(reply => !reply.Text.StartsWith("ERR No such client", StringComparison.Ordinal))) NodeConnection.Expect(reply);

        // 2. What it is now.
        if (replies[^1] is not { Items: [var followed, var info, ..] results }) return new ActionResult.Failed($"the transaction of the seal was not carried out: {replies[^1].Text}");
        NodeConnection.Expect(followed);
        if (results is [.., var written]) rewrites.Told(spec.Name, written.IsError ? written.Text : null);
        var report = NodeQuestions.ReadInfo(info);
        demoted.Sealed(spec.Name, report.RunId, node.Before.Role == NodeRole.Replica);
        return report.Sealed
            ? new ActionResult.Done(report)
            : new ActionResult.Failed($"{spec.Name} still follows {report.FollowsHost}:{report.FollowsPort} after its seal");
    }

    private async Task<RespValue[]> SealForeignAsync(string name, FencedNode node, CancellationToken cancellationToken)
    {
        byte[][] ended = await EndOursAsync(node, cancellationToken);
        var replies = await node.ExchangeAsync(cancellationToken, [.. ended, .. Detach, WriteDown, Exec]);
        if (replies[^2] is not { IsError: true } forbidden) return replies;

        // A transaction with a command that we may not give is not carried out at all: without it, then.
        rewrites.Told(name, forbidden.Text);
        return await node.ExchangeAsync(cancellationToken, [.. Detach, Exec]);
    }

    /// <summary>Where applications use the same account as we, our connections are told by their name; where we may not list them, they stay.</summary>
    private static async Task<byte[][]> EndOursAsync(FencedNode node, CancellationToken cancellationToken)
    {
        var replies = await node.ExchangeAsync(cancellationToken, WhoAmI, ListClients);
        if (replies[0].IsError || replies[1].IsError) return [];
        var self = $"id={replies[0].Number} ";
        return
        [
            .. replies[1].Text.Split('\n')
                .Where(line => line.Contains($" name={NodeDialer.ClientName} ", StringComparison.Ordinal) && !line.StartsWith(self, StringComparison.Ordinal))
                .Select(line => line.Split(' ')[0]["id=".Length..])
                .Select(id => RespWriter.Command("CLIENT", "KILL", "ID", id)),
        ];
    }
}
