using System.Globalization;
using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Protocol.Rdb;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Fills a sealed node with a backup and seals it again. It follows nobody but us meanwhile.</summary>
internal sealed class RestoreOrder(FencedOrders orders, GroupNodes nodes, NodeLogins logins, SealOrder seal, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public async Task<ActionResult> RunAsync(FailoverAction.RestoreNode action, CancellationToken cancellationToken)
    {
        try
        {
            return await orders.GiveAsync(
                nodes[action.Node], action.Id, action.RunId, OrderLimits.Restore, (node, token) => FillAsync(action, node, token), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RdbFormatException)
        {
            return new ActionResult.Failed($"{action.Source} cannot be read: {e.Message}");
        }
    }

    private async Task<ActionResult> FillAsync(FailoverAction.RestoreNode action, FencedNode node, CancellationToken cancellationToken)
    {
        // 1. It is told to follow us.
        var spec = nodes[action.Node];
        var local = spec.Address.Host.Contains(':', StringComparison.Ordinal) ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        var (ours, its) = node.Addresses ?? (local, local);
        var login = logins.Replication(spec);
        await using var feed = BackupFeed.Open(action.Source, login, ours, its);
        var replies = await AskAsync(node, [.. LogIn(spec, login), Follow(feed.Address)], cancellationToken);
        foreach (var reply in replies) NodeConnection.Expect(reply);

        // 2. It takes the file and loads it.
        await FilledAsync(spec, node, feed, cancellationToken);

        // 3. It follows nobody again.
        var result = await seal.SealAsync(spec, node, cancellationToken);
        return result is ActionResult.Done { Report: { } report } && report.ReplicationId != feed.ReplicationId
            ? new ActionResult.Failed($"{action.Node} went over to another history while it was sealed")
            : result;
    }

    private async Task FilledAsync(NodeSpec spec, FencedNode node, BackupFeed feed, CancellationToken cancellationToken)
    {
        var (sent, movedAt) = (0L, time.GetTimestamp());
        while (true)
        {
            var report = NodeQuestions.ReadInfo((await AskAsync(node, [NodeQuestions.Info], cancellationToken))[0]);
            if (report.RunId != node.Before.RunId) throw new NodeException(NodeFault.Reset, $"another process answers at {spec.Name}");
            if (report is { LinkUp: true, Loading: false, Synchronising: false } && report.ReplicationId == feed.ReplicationId) return;
            if (feed.Failure is { } failure) throw new NodeException(NodeFault.ServerError, failure);
            if (feed.Sent != sent || report.Loading) (sent, movedAt) = (feed.Sent, time.GetTimestamp());
            if (time.GetElapsedTime(movedAt) >= OrderLimits.RestoreStandstill)
                throw new NodeException(NodeFault.TimedOut, $"{spec.Name} took {sent} of {feed.Length} bytes and then nothing for {OrderLimits.RestoreStandstill.TotalSeconds:0} s; can it reach {feed.Address}?");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>A server that is loading answers between two pieces; one that hangs does not answer at all.</summary>
    private static async Task<RespValue[]> AskAsync(FencedNode node, IReadOnlyList<byte[]> commands, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(OrderLimits.RestoreStandstill);
        try
        {
            return await node.ExchangeAsync(limit.Token, commands);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(NodeFault.TimedOut, $"it gave no answer for {OrderLimits.RestoreStandstill.TotalSeconds:0} s");
        }
    }

    /// <summary>Managed nodes log in to whom they follow as they were configured to; servers of others are told how.</summary>
    private static byte[][] LogIn(NodeSpec spec, NodeLogin? login) => spec.Managed || login is null
        ? []
        : [RespWriter.Command("CONFIG", "SET", "masteruser", login.User), RespWriter.Command("CONFIG", "SET", "masterauth", login.Password)];

    private static byte[] Follow(IPEndPoint address) => RespWriter.Command("REPLICAOF", address.Address.ToString(), address.Port.ToString(CultureInfo.InvariantCulture));
}
