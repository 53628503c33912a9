using System.Collections.Immutable;

namespace Mainstay.Core.Failover;

/// <summary>Begins changes of primary, and only when enough copies answer: a hiccup must not become an outage of our own making.</summary>
internal sealed class ChangeStart(MachineState state, NodeRevival revival)
{
    private Instant? _waitsSince;

    /// <summary>Not before this instant: the store just refused.</summary>
    public Instant NotBefore { get; set; }

    /// <summary>Why a change that is needed does not begin; null while none is needed.</summary>
    public string? Stuck { get; private set; }

    /// <summary>Nothing needs to change.</summary>
    public void NotNeeded()
    {
        _waitsSince = null;
        Stuck = null;
    }

    /// <summary>What answers now, judged.</summary>
    public QuorumVerdict Judge(bool acceptLoss)
    {
        var copies = state.Nodes.Copies(state.Durable, state.Now, state.Spec.Detect);
        return CopyQuorum.Judge(copies, state.Nodes.Unseen(copies), state.Durable, state.Spec.Durability, acceptLoss, state.Spec.Persistence);
    }

    /// <summary>Begins a change if enough copies answer; otherwise says what is missing and starts processes that died, to get theirs.</summary>
    public void Try(ChangeCause cause, TransitionEdge edge, string reason)
    {
        if (state.Commit is not null || state.Now < NotBefore) return;
        _waitsSince ??= state.Now;
        var verdict = Judge(acceptLoss: false);
        if (!verdict.Enough)
        {
            Stuck = $"{reason}; {verdict.Reason}";
            state.Explain(Stuck);
            var allDead = state.Nodes.All.All(node => node.ProcessGone || node.Answers(state.Now, state.Spec.Detect));
            if (cause == ChangeCause.Bootstrap || allDead || state.Now - _waitsSince.Value >= FailoverTimings.CopyGrace) revival.Advance();
            return;
        }

        Begin(new(cause, reason, state.Durable.Primary, state.Now) { Origin = state.Phase }, edge);
    }

    /// <summary>Commits the next term, without primary.</summary>
    public void Begin(PrimaryChange change, TransitionEdge edge)
    {
        NotNeeded();
        state.Change = change;
        state.Go(edge, ControlPhase.CommittingTerm);
        var term = state.Durable.Term + 1;
        state.Explain($"{change.Reason}: term {term} begins");
        state.BeginCommit(CommitKind.Term, state.Durable with
        {
            Term = term,
            Revision = 0,
            Phase = TermPhase.NoPrimary,
            // Who is about to be filled with a backup holds nothing of this group from here on, however that ends.
            Members = change.Restores ? MemberRecords.Dismiss(MemberRecords.WithLastSeen(state), node => node == change.Target) : MemberRecords.WithLastSeen(state),
        });
    }
}
