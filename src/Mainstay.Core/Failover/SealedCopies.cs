namespace Mainstay.Core.Failover;

/// <summary>What was sealed so far in a change, judged for leading.</summary>
internal static class SealedCopies
{
    public static QuorumVerdict Judge(MachineState state)
    {
        var change = state.Change!;
        var copies = new List<CopyOfData>();
        foreach (var node in state.Nodes.All)
        {
            if (!change.Seals.TryGetValue(node.Name, out var seal) || seal.Report is not { } report) continue;
            if (IsLost(node, report)) continue;
            if (state.Nodes.Copy(node, report, state.Durable) is { } copy) copies.Add(copy);
        }

        var unseen = state.Nodes.Unseen(copies);
        if (change.Cause is not (ChangeCause.Forced or ChangeCause.CutOff)) return Judge(copies);

        // The present primary is what is to be left; it leads again only when without it there are not enough.
        var others = Judge([.. copies.Where(copy => copy.Node != change.Old?.Node)]);
        return others.Enough ? others : Judge(copies);

        QuorumVerdict Judge(List<CopyOfData> candidates) => CopyQuorum.Judge(candidates, unseen, state.Durable, state.Spec.Durability, change.AcceptLoss, state.Spec.Persistence);
    }

    /// <summary>A sealed process that ended, or was replaced by another, holds nothing any more.</summary>
    public static bool IsLost(NodeSighting node, NodeReport report) => node.ProcessGone || (node.Report is { } latest && latest.RunId != report.RunId);
}
