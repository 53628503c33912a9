namespace Mainstay.Core.Failover;

/// <summary>Starts managed processes that died. They start sealed, so this never makes a primary.</summary>
internal sealed class NodeRevival(MachineState state, NodeOrders orders)
{
    /// <summary>Starts every dead one, without touching its files: its copy may be the one that is needed.</summary>
    public void Advance()
    {
        foreach (var node in state.Nodes.All)
            if (node is { ProcessGone: true, Spec.Managed: true, DataLost: false } && orders.Free(node.Name)) Start(node);
    }

    /// <summary>On an operator's word that what is lost is lost: fresh nodes in place of those whose files are gone, so that somebody can lead.</summary>
    public void ReplaceLost()
    {
        foreach (var node in state.Nodes.All)
            if (node is { DataLost: true, Spec.Managed: true } && orders.Free(node.Name)) Replace(node);
    }

    public void Replace(NodeSighting node)
    {
        state.Explain($"{node.Name} cannot come back with its data: a fresh node takes its place");
        orders.Give(node.Name, OrderKind.Replace, id => new FailoverAction.ReplaceNode(id, node.Name));
    }

    public void Start(NodeSighting node)
    {
        if (!orders.JustStarted(node.Name)) orders.Give(node.Name, OrderKind.Start, id => new FailoverAction.StartNode(id, node.Name));
    }
}
