using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Store;

namespace Mainstay.Server.Control.Orders;

/// <summary>
/// Gives orders to nodes so that a late one has no effect. The connection is opened and answers once, so that a
/// <c>CLIENT KILL</c> of the next controller reaches it; only then the term is read from the store; only if it still is the order's, the
/// order is written. Whoever commits a newer term after that ends this connection before it seals.
/// </summary>
internal sealed class FencedOrders(NodeDialer dialer, TermGuard guard)
{
    /// <summary>Opens a connection to <paramref name="node"/> and runs <paramref name="order"/> on it, unless it must not be given any more.</summary>
    /// <param name="node">To whom.</param>
    /// <param name="id">The action; its term must hold.</param>
    /// <param name="runId">The process that is meant; null for any.</param>
    /// <param name="limit">For all of it.</param>
    /// <param name="order">What is to be done; error replies may be thrown.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The order's result; Conflict when another term holds; Failed when nothing was ordered; Unknown when it was and no answer came.</returns>
    public async Task<ActionResult> GiveAsync(
        NodeSpec node, ActionId id, string? runId, TimeSpan limit, Func<FencedNode, CancellationToken, Task<ActionResult>> order, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        FencedNode? fenced = null;
        try
        {
            // 1. Opened, and answered once.
            var (connection, replies) = await dialer.OpenAsync(node, [NodeQuestions.Info], Timeout.InfiniteTimeSpan, deadline.Token);
            using var opened = connection;
            var before = NodeQuestions.ReadInfo(replies[0]);
            if (runId is not null && before.RunId != runId) return new ActionResult.Failed($"another process answers at {node.Name}");

            // 2. The term, as it is now.
            if (await guard.SupersededAsync(id.Term, deadline.Token) is { } superseded) return new ActionResult.Conflict(superseded);

            // 3. The order.
            fenced = new FencedNode(connection, before);
            return await order(fenced, deadline.Token);
        }
        catch (NodeException e)
        {
            return fenced is { Ordered: true } && e.Fault != NodeFault.ServerError ? new ActionResult.Unknown(e.Message) : new ActionResult.Failed(e.Message);
        }
        catch (StoreException e)
        {
            return new ActionResult.Failed($"the store cannot be asked whether term {id.Term} holds: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var why = $"{node.Name} gave no answer within {limit.TotalMilliseconds:0} ms";
            return fenced is { Ordered: true } ? new ActionResult.Unknown(why) : new ActionResult.Failed(why);
        }
    }
}
