using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>Makes the group whole again while a primary is published: every other member runs and follows it.</summary>
internal sealed class NodeRepair(MachineState state, NodeOrders orders, NodeRevival revival, SavedTails tails)
{
    /// <summary>After so many failed starts in a row the node is given a fresh data directory.</summary>
    private const int StartsBeforeReplacement = 3;

    public void Advance()
    {
        var primary = state.Durable.Primary!;
        foreach (var node in state.Nodes.All)
        {
            if (node.Name == primary.Node || node.Name == state.Leaving || !orders.Free(node.Name)) continue;
            var tail = state.Durable.UnsavedTails.FirstOrDefault(unsaved => unsaved.Node == node.Name && !tails.Contains(unsaved.Node));
            if (node.ProcessGone) BringBack(node, tail);
            else if (node.Silent) EndHung(node, tail);
            else if (node.Answers(state.Now, state.Spec.Detect)) Follow(node, node.Report!, tail, primary);
        }
    }

    private void BringBack(NodeSighting node, UnsavedTail? tail)
    {
        if (!node.Spec.Managed) return;
        if (tail is not null && !node.DataLost)
            orders.Give(node.Name, OrderKind.SaveTail, id => new FailoverAction.SaveTail(id, node.Name, null, tail.ReplicationId, tail.FromOffset));
        else if (node.DataLost || orders.Failures(node.Name, OrderKind.Start) >= StartsBeforeReplacement)
            revival.Replace(node);
        else
            revival.Start(node);
    }

    /// <summary>A former primary that hangs is ended at once, for it may wake and be written to; a replica after a while.</summary>
    private void EndHung(NodeSighting node, UnsavedTail? tail)
    {
        if (!node.Spec.Managed || (tail is null && state.Now - node.EvidenceSince < FailoverTimings.HungReplica)) return;
        state.Explain($"{node.Name} hangs: its process is ended and started again");
        orders.Give(node.Name, OrderKind.Kill, id => new FailoverAction.KillNode(id, node.Name, node.Report?.RunId));
    }

    private void Follow(NodeSighting node, NodeReport report, UnsavedTail? tail, PrimaryIdentity primary)
    {
        // Only the process that wrote the tail, and only while it is still a primary, can be asked for it.
        if (tail is not null && tail.RunId == report.RunId && report.Role == NodeRole.Primary)
        {
            orders.Give(node.Name, OrderKind.SaveTail, id => new FailoverAction.SaveTail(id, node.Name, tail.RunId, tail.ReplicationId, tail.FromOffset));
            return;
        }

        var address = state.Nodes.Find(primary.Node)!.Spec.Address;
        if (!report.Follows(address)) Reparent(node, report, primary);
        else if (report.LinkUp || report.Synchronising || report.Loading) node.UnlinkedSince = null;
        else if (state.Now - (node.UnlinkedSince ??= state.Now) >= FailoverTimings.LinkPatience) Reparent(node, report, primary);
    }

    private void Reparent(NodeSighting node, NodeReport report, PrimaryIdentity primary)
    {
        node.UnlinkedSince = null;
        orders.Give(node.Name, OrderKind.Reparent, id => new FailoverAction.Reparent(id, node.Name, report.RunId, primary.Node));
    }
}
