using System.Collections.Immutable;
using static Mainstay.Core.Failover.ControlPhase;
using static Mainstay.Core.Failover.TransitionEdge;

namespace Mainstay.Core.Failover;

/// <summary>
/// Every step a <see cref="FailoverMachine"/> may take; it throws on any other. The diagram in <c>docs/failover.md</c> is made from it.
/// Being deposed, which leads from every phase to <see cref="Standby"/>, is one row for all.
/// </summary>
public static class TransitionTable
{
    /// <summary>All rows, in the order of a failover.</summary>
    public static ImmutableArray<Transition> Rows { get; } =
    [
        new(Standby, Elected, Starting, "This controller was elected; it begins from what the store holds."),
        new(Starting, PrimaryConfirmed, ControlPhase.Serving, "The published primary answers with its recorded identity: same term, no failover."),
        new(Starting, Bootstrap, CommittingTerm, "A group that never ran: all members answered."),
        new(Starting, TermUnfinished, CommittingTerm, "Another controller's term is never continued: a new one begins."),
        new(Starting, PrimaryLost, CommittingTerm, "The published primary is gone and enough copies answer."),
        new(Starting, FailoverOrdered, CommittingTerm, "An operator accepts the loss and leads with the best copy that answers."),
        new(ControlPhase.Serving, PrimaryLost, CommittingTerm, "The primary is gone and enough copies answer."),
        new(ControlPhase.Serving, SwitchoverOrdered, CommittingTerm, "An operator moves the primary; the target is fit."),
        new(ControlPhase.Serving, FailoverOrdered, CommittingTerm, "An operator leaves the present primary."),
        new(ControlPhase.Serving, RestoreOrdered, CommittingTerm, "An operator puts a backup in the place of the data."),
        new(ControlPhase.Serving, SomebodyElseDecided, Starting, "The store holds what this controller did not write: look again."),
        new(CommittingTerm, TermCommitted, Fencing, "The former primary must not be sent to any more."),
        new(CommittingTerm, StoreFailed, ControlPhase.Serving, "Nothing was committed: endpoints go on with what they have; tried again."),
        new(CommittingTerm, StoreFailed, Starting, "Nothing was committed; tried again."),
        new(CommittingTerm, StoreFailed, NoPrimary, "Nothing was committed; tried again."),
        new(CommittingTerm, SomebodyElseDecided, Starting, "Another commit came first: begin from it."),
        new(Fencing, Fenced, Sealing, "No endpoint sends to an older term any more."),
        new(Fencing, FenceUnanswered, Sealing, "An endpoint does not answer; by now an unreachable primary refuses writes by itself."),
        new(Fencing, DrainTimedOut, CommittingPublication, "A planned change gives up while the primary is untouched: the same primary, in the new term."),
        new(Sealing, OldPrimarySealed, CatchingUp, "Planned: the offset is final; the target must reach it."),
        new(Sealing, RestoreTargetSealed, Restoring, "Every copy is final; one of them makes room for the backup."),
        new(Sealing, EnoughCopies, CommittingChoice, "The most advanced of enough copies is chosen."),
        new(Sealing, TooFewCopies, NoPrimary, "Acknowledged writes could be missing from what answers."),
        new(Sealing, SomebodyElseDecided, Starting, "A seal was held back because the store's term moved: look again."),
        new(Restoring, Restored, CommittingChoice, "The target holds the backup, as a history of its own."),
        new(Restoring, RestoreFailed, Sealing, "The target was not filled: the copies that were left alone are judged."),
        new(Restoring, SomebodyElseDecided, Starting, "The order was held back because the store's term moved: look again."),
        new(NoPrimary, RestoreOrdered, CommittingTerm, "An operator puts a backup in the place of copies that may not lead."),
        new(NoPrimary, SomebodyElseDecided, Starting, "A command was held back because the store's term moved: look again."),
        new(NoPrimary, CopyReturned, Sealing, "A node answers that was not sealed yet."),
        new(NoPrimary, TermUnfinished, CommittingTerm, "The chosen node was lost and the next term could not be committed then: tried again."),
        new(NoPrimary, FailoverOrdered, Sealing, "An operator accepts the loss."),
        new(CatchingUp, TargetCaughtUp, CommittingChoice, "The target has everything."),
        new(CatchingUp, CatchUpFailed, CommittingChoice, "The target is too slow or gone: the old primary, complete by itself, leads again."),
        new(CatchingUp, PrimaryLostMeanwhile, Sealing, "The sealed primary died: go on as in a failover."),
        new(CatchingUp, SomebodyElseDecided, Starting, "A command was held back because the store's term moved: look again."),
        new(CommittingChoice, ChoiceCommitted, Promoting, "It alone may be promoted in this term."),
        new(CommittingChoice, SomebodyElseDecided, Starting, "Another commit came first: begin from it."),
        new(CommittingChoice, ChosenLost, CommittingTerm, "The chosen node died; a different choice needs a new term."),
        new(Promoting, SeenAsPrimary, CommittingPublication, "The chosen process shows itself as primary."),
        new(Promoting, SomebodyElseDecided, Starting, "The promotion was held back because the store's term moved: look again."),
        new(Promoting, ChosenLost, CommittingTerm, "The chosen node died or became another process; a different choice needs a new term."),
        new(CommittingPublication, Published, ControlPhase.Serving, "Endpoints release what they hold."),
        new(CommittingPublication, SomebodyElseDecided, Starting, "Another commit came first: begin from it."),
    ];

    private static readonly ImmutableHashSet<(ControlPhase, TransitionEdge, ControlPhase)> Allowed =
        Rows.Select(row => (row.From, row.Edge, row.To)).ToImmutableHashSet();

    /// <summary>Whether the table has this step.</summary>
    public static bool Allows(ControlPhase from, TransitionEdge edge, ControlPhase to) =>
        (edge == Deposed && to == Standby) || (edge == Elected && to == Starting) || Allowed.Contains((from, edge, to));
}
