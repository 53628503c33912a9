namespace Mainstay.Core.Failover;

/// <summary>Orders to single nodes that are not part of a change of primary: at most one at a time for each, with a growing wait after failures.</summary>
internal sealed class NodeOrders(MachineState state)
{
    private readonly Dictionary<string, NodeOrder> _orders = [];

    /// <summary>Whether <paramref name="node"/> may be given an order now.</summary>
    public bool Free(string node) => !_orders.TryGetValue(node, out var order) || (order.Pending is null && state.Now >= order.NotBefore);

    /// <summary>How many orders of this kind failed in a row.</summary>
    public int Failures(string node, string kind) => _orders.TryGetValue(node, out var order) && order.Kind == kind ? order.Failures : 0;

    /// <summary>Whether it was just started: it shows itself within a probe or two, and until then must not be started again.</summary>
    public bool JustStarted(string node) => _orders.TryGetValue(node, out var order) && order.StartedAt is { } at && state.Now - at < FailoverTimings.StartFloor;

    /// <summary>Gives an order.</summary>
    /// <param name="node">To whom.</param>
    /// <param name="kind">What it is, as <see cref="Failures"/> counts it.</param>
    /// <param name="action">Makes the action with its id.</param>
    public void Give(string node, string kind, Func<ActionId, FailoverAction> action)
    {
        if (!_orders.TryGetValue(node, out var order)) _orders.Add(node, order = new());
        if (order.Kind != kind) order.Failures = 0;
        order.Kind = kind;
        order.Pending = state.NextId();
        state.Emit(action(order.Pending.Value));
    }

    /// <summary>Takes a result; returns the node and kind when it is of an order given here and not forgotten.</summary>
    public (string Node, string Kind)? Take(ActionId id, ActionResult result)
    {
        foreach (var (node, order) in _orders)
        {
            if (order.Pending != id) continue;
            order.Pending = null;
            if (result is ActionResult.Done)
            {
                order.Failures = 0;

                order.NotBefore = state.Now;
                if (order.Kind == OrderKind.Start) order.StartedAt = state.Now;
            }
            else
            {
                order.Failures++;
                order.NotBefore = state.Now + FailoverTimings.Backoff(order.Failures);
            }

            return (node, order.Kind);
        }

        return null;
    }

    /// <summary>The node is no member any more: what it was ordered has no effect.</summary>
    public void Drop(string node) => _orders.Remove(node);

    /// <summary>A new term or another controller: results of what was ordered before have no effect any more.</summary>
    public void Forget()
    {
        foreach (var order in _orders.Values) order.Pending = null;
    }
}
