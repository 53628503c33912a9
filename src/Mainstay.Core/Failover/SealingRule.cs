namespace Mainstay.Core.Failover;

/// <summary>
/// Detaches copies, so that their offsets are final: first the old primary if it answers, then the others, and judges what was sealed.
/// Never waits on a dead node.
/// </summary>
internal sealed class SealingRule(MachineState state, Choices choices) : IPhaseRule
{
    public void Advance()
    {
        var change = state.Change!;
        if (change.Cause == ChangeCause.Adoption)
        {
            Adopt(change);
            return;
        }

        DropLost(change);
        if (!SealOldPrimary(change)) return;
        if (change.Planned && change.Final is not null)
        {
            change.CatchUpBegan = state.Now;
            state.Go(TransitionEdge.OldPrimarySealed, ControlPhase.CatchingUp);
            return;
        }

        foreach (var node in state.Nodes.All)
            if (node.Answers(state.Now, state.Spec.Detect) && !change.Seals.ContainsKey(node.Name)) Seal(change, node);
        if (change.Seals.Values.Any(seal => seal.Outstanding)) return;

        if (change.Restores && BeginRestoring(change)) return;

        var verdict = SealedCopies.Judge(state);
        if (verdict.Best is { } best)
        {
            choices.Commit(TransitionEdge.EnoughCopies, best.Node, best.Report, verdict.Reason);
            return;
        }

        state.Explain(verdict.Reason);
        state.Go(TransitionEdge.TooFewCopies, ControlPhase.NoPrimary);
    }

    /// <summary>Everything is final and stays as it is until the target is filled; without a sealed target the present data go on.</summary>
    private bool BeginRestoring(PrimaryChange change)
    {
        if (change.Seals.GetValueOrDefault(change.Target!) is { Report: { } report })
        {
            change.Restore = new(state.NextId(), report.RunId);
            state.Go(TransitionEdge.RestoreTargetSealed, ControlPhase.Restoring);
            state.Explain($"{change.Target} is filled with the backup");
            state.Emit(new FailoverAction.RestoreNode(change.Restore.Id, change.Target!, report.RunId, change.Backup!));
            return true;
        }

        change.GaveUp = $"{change.Target} could not be sealed; nothing was replaced";
        state.Explain(change.GaveUp);
        return false;
    }

    /// <summary>Nobody is detached: what runs is what is to run. Where that is not so any more, the copies are judged as for any first primary.</summary>
    private void Adopt(PrimaryChange change)
    {
        if (FoundReplication.Primary(state) is { } found && found.Name == change.Target)
        {
            choices.Commit(TransitionEdge.EnoughCopies, found.Name, found.Report!, "it leads already");
            return;
        }

        state.Explain($"{change.Target ?? "what was found"} does not lead any more: every copy is judged");
        state.Change = new(ChangeCause.Bootstrap, change.Reason, null, change.Began) { Origin = change.Origin, FenceBegan = change.FenceBegan, Drained = change.Drained };
    }

    /// <summary>Whether the old primary is sealed, or does not answer and is not waited for.</summary>
    private bool SealOldPrimary(PrimaryChange change)
    {
        if (change.Old is not { } old || state.Nodes.Find(old.Node) is not { } node) return true;
        if (change.Seals.TryGetValue(old.Node, out var seal))
        {
            if (seal.Outstanding && node.Evidence is null) return false;
            if (change.Planned && seal.FailedAt is not null && node.AnswersAs(old.RunId, state.Now, state.Spec.Detect) && state.Now - state.PhaseBegan < FailoverTimings.CatchUp)
            {
                // A planned change loses nothing: it insists as long as the primary answers.
                if (state.Now - seal.FailedAt.Value >= TimeSpan.FromMilliseconds(100)) Seal(change, node);
                return false;
            }

            if (seal.Report is { } report && report.RunId == old.RunId) change.Final = report;
            else change.PrimaryDied = true;
            return true;
        }

        if (!node.AnswersAs(old.RunId, state.Now, state.Spec.Detect))
        {
            change.PrimaryDied = true;
            return true;
        }

        Seal(change, node);
        return false;
    }

    private void Seal(PrimaryChange change, NodeSighting node)
    {
        var id = state.NextId();
        change.Seals[node.Name] = new(id);
        state.Emit(new FailoverAction.Seal(id, node.Name));
    }

    /// <summary>A sealed process that ended holds nothing any more; one that could not be sealed may be tried again after a while.</summary>
    private void DropLost(PrimaryChange change)
    {
        foreach (var (name, seal) in change.Seals.ToList())
        {
            var node = state.Nodes.Find(name)!;
            var gone = node.ProcessGone || (seal.Report is { } report && SealedCopies.IsLost(node, report));
            var retry = seal.FailedAt is { } failed && state.Now - failed >= FailoverTimings.SealRetry;
            if (!gone && !retry) continue;
            change.Seals.Remove(name);
            if (name == change.Old?.Node) change.Final = null;
        }
    }
}
