namespace Mainstay.Core.Failover;

/// <summary>Takes what came of a commit and moves the machine on.</summary>
internal sealed class CommitResults(MachineState state, ChangeStart start, OperatorDesk desk, Publications publications, Admissions admissions)
{
    /// <summary>Called when a new term was committed: whatever was ordered before has no effect any more.</summary>
    public required Action NewTerm { get; init; }

    public void Take(ActionResult result)
    {
        var commit = state.Commit!;
        switch (result)
        {
            case ActionResult.Committed committed:
                state.EndCommit();
                state.Durable = committed.State;
                Committed(commit.Kind);
                break;
            case ActionResult.Conflict conflict when conflict.Current.Nonce == commit.Next.Nonce:
                // Our own, applied at an earlier try whose answer was lost.
                state.EndCommit();
                state.Durable = conflict.Current;
                Committed(commit.Kind);
                break;
            case ActionResult.Conflict conflict:
                state.EndCommit();
                state.Durable = conflict.Current;
                SomebodyElseDecided();
                break;
            case ActionResult.Unknown unknown:
                Retry(commit, unknown.Why);
                break;
            default:
                Failed(commit, Words.Of(result));
                break;
        }
    }

    /// <summary>The store was seen to hold a newer term. A commit that is under way will be told so itself.</summary>
    public void Superseded(DurableState current)
    {
        if (state.Commit is not null) return;
        state.Durable = current;
        SomebodyElseDecided();
    }

    private void Committed(CommitKind kind)
    {
        switch (kind)
        {
            case CommitKind.Term:
                NewTerm();
                var change = state.Change!;
                change.FenceBegan = state.Now;
                state.Go(TransitionEdge.TermCommitted, ControlPhase.Fencing);
                state.Emit(new FailoverAction.Fence(state.Durable.Term, change.Drain));
                break;
            case CommitKind.Choice:
                state.Go(TransitionEdge.ChoiceCommitted, ControlPhase.Promoting);
                break;
            case CommitKind.Publication:
                publications.Committed();
                break;
            default:
                desk.RevisionEnded(null);
                break;
        }
    }

    private void SomebodyElseDecided()
    {
        const string Why = "the store holds another controller's commit";
        state.Explain(Why);
        desk.RevisionEnded(Why);
        desk.RemovalInterrupted(Why);
        desk.ChangeFailed(state.Change, Why);
        state.Change = null;

        // Two controllers that each believe they lead would else begin terms over one another without end.
        start.NotBefore = state.Now + FailoverTimings.Deference + (FailoverTimings.Deference * state.Draw());
        if (state.Phase != ControlPhase.Starting) state.Go(TransitionEdge.SomebodyElseDecided, ControlPhase.Starting);
    }

    private void Failed(PendingCommit commit, string why)
    {
        state.Explain($"the store refuses: {why}");
        switch (commit.Kind)
        {
            case CommitKind.Term:
                state.EndCommit();
                start.NotBefore = state.Now + FailoverTimings.CommitRetry;
                var change = state.Change!;
                state.Go(TransitionEdge.StoreFailed, change.Origin);
                desk.ChangeFailed(change, $"the store refuses: {why}");
                change.RequestId = null;
                change.GaveUp ??= change.Restores ? "the store refused" : null;
                if (change.Origin != ControlPhase.NoPrimary) state.Change = null;
                break;
            case CommitKind.Revision:
                state.EndCommit();
                admissions.Failed();
                desk.RevisionEnded($"the store refuses: {why}");
                break;
            default:
                Retry(commit, why);
                break;
        }
    }

    private void Retry(PendingCommit commit, string why)
    {
        state.Explain($"the store did not answer for certain: {why}; trying again");
        commit.RetryAt = state.Now + FailoverTimings.CommitRetry;
    }
}
