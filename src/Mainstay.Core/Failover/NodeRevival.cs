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

    public void Start(NodeSighting node) => orders.Give(node.Name, OrderKind.Start, id => new FailoverAction.StartNode(id, node.Name));
}
