namespace Mainstay.Core.Failover;

/// <summary>Ends the processes of managed nodes that were taken out, also after a restart of whoever took them out.</summary>
internal sealed class Retirement(MachineState state, NodeOrders orders)
{
    private readonly HashSet<string> _done = [];

    public void Forget() => _done.Clear();

    public void Advance()
    {
        foreach (var leaver in state.Durable.Leavers)
            if (!_done.Contains(leaver.Name) && orders.Free(leaver.Name)) orders.Give(leaver.Name, OrderKind.Retire, id => new FailoverAction.RetireNode(id, leaver.Name));
    }

    public void Ended(string node, ActionResult result)
    {
        if (result is ActionResult.Done) _done.Add(node);
    }

    /// <summary>The state without those whose processes are gone.</summary>
    public DurableState Without(DurableState durable)
    {
        var open = durable.Leavers.RemoveAll(leaver => _done.Contains(leaver.Name));
        return open.Length == durable.Leavers.Length ? durable : durable with { Leavers = open };
    }
}
