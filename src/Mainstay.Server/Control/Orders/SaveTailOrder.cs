using System.Globalization;
using Mainstay.Core.Failover;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Control.Orders;

/// <summary>
/// Keeps what only a former primary has. It changes nothing at the node, so it needs no fence. What is kept is never served; it is the
/// plain commands as replicas get them, which <c>redis-cli --pipe</c> can replay.
/// </summary>
internal sealed class SaveTailOrder(GroupNodes nodes, NodeDialer dialer, TailReader reader, INodeSupervisor supervisor)
{
    /// <summary>A longer tail than that is no tail but another data set; its beginning is kept.</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Carries out <paramref name="action"/>.</summary>
    public async Task<ActionResult> RunAsync(FailoverAction.SaveTail action, CancellationToken cancellationToken)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"term-{action.Id.Term}-{Short(action.ReplicationId)}-{action.FromOffset}");
        if (action.RunId is null) return await supervisor.SetAsideAsync(action.Node, label, cancellationToken);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(OrderLimits.SaveTail);
        try
        {
            return await SaveLiveAsync(action, label, deadline.Token);
        }
        catch (NodeException e)
        {
            return new ActionResult.Failed(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ActionResult.Failed($"the tail of {action.Node} could not be read within {OrderLimits.SaveTail.TotalSeconds:0} s");
        }
    }

    private async Task<ActionResult> SaveLiveAsync(FailoverAction.SaveTail action, string label, CancellationToken cancellationToken)
    {
        // 1. Until where: only what it has now, for a server that is still written to has no end.
        var node = nodes[action.Node];
        var (connection, replies) = await dialer.OpenAsync(node, [NodeQuestions.Info], Timeout.InfiniteTimeSpan, cancellationToken);
        using var opened = connection;
        var report = NodeQuestions.ReadInfo(replies[0]);
        if (report.RunId != action.RunId) return new ActionResult.Failed($"another process answers at {action.Node}");
        var length = Math.Min(report.Offset - action.FromOffset + 1, MostBytes);
        if (length <= 0) return new ActionResult.Done(report);

        // 2. Whole or not at all: half a tail must not be taken for one. A new file may push out the oldest of those that are kept, so it is
        //    made only when there is something to put into it.
        string? path = null;
        try
        {
            await reader.CopyAsync(
                node, action.ReplicationId, action.FromOffset, length, () => new FileStream(path = supervisor.NewTailFile(action.Node, label), FileMode.Create), cancellationToken);
        }
        catch
        {
            if (path is not null) File.Delete(path);
            throw;
        }

        return new ActionResult.Done(report);
    }

    private static string Short(string replicationId) => replicationId.Length > 8 ? replicationId[..8] : replicationId;
}
