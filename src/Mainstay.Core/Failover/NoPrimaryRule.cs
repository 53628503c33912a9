namespace Mainstay.Core.Failover;

/// <summary>The term has no primary and what is sealed is not enough: start what is dead, seal what comes back, wait for it or for an operator.</summary>
internal sealed class NoPrimaryRule(MachineState state, ChangeStart start, NodeRevival revival) : IPhaseRule
{
    public void Advance()
    {
        var change = state.Change!;
        if (state.Durable.Phase == TermPhase.Chosen)
        {
            // A choice is committed in this term and lost: only a new term may choose again.
            if (state.Commit is null && state.Now >= start.NotBefore)
                start.Begin(change.Again(change.Reason), TransitionEdge.TermUnfinished);
            return;
        }

        if (SealedCopies.Judge(state).Enough)
        {
            state.Go(change.AcceptLoss ? TransitionEdge.FailoverOrdered : TransitionEdge.CopyReturned, ControlPhase.Sealing);
            return;
        }

        foreach (var node in state.Nodes.All)
        {
            if (!node.Answers(state.Now, state.Spec.Detect)) continue;
            var sealedAs = change.Seals.TryGetValue(node.Name, out var seal) ? seal.Report?.RunId : null;
            if (sealedAs == node.Report!.RunId || (seal?.FailedAt is { } failed && state.Now - failed < FailoverTimings.SealRetry)) continue;
            state.Go(TransitionEdge.CopyReturned, ControlPhase.Sealing);
            return;
        }

        if (change.AcceptLoss) revival.ReplaceLost();
        if (state.Now - state.PhaseBegan >= FailoverTimings.CopyGrace || state.Nodes.All.TrueForAll(node => node.ProcessGone)) revival.Advance();
    }
}
