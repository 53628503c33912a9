namespace Mainstay.Core.Failover;

/// <summary>Why a <see cref="FailoverMachine"/> goes from one phase to another.</summary>
public enum TransitionEdge
{
    Elected,
    Deposed,
    PrimaryConfirmed,
    PrimaryLost,
    TermUnfinished,
    Bootstrap,
    SwitchoverOrdered,
    FailoverOrdered,
    TermCommitted,
    StoreFailed,
    SomebodyElseDecided,
    Fenced,
    FenceUnanswered,
    DrainTimedOut,
    OldPrimarySealed,
    EnoughCopies,
    TooFewCopies,
    CopyReturned,
    TargetCaughtUp,
    CatchUpFailed,
    PrimaryLostMeanwhile,
    ChoiceCommitted,
    SeenAsPrimary,
    ChosenLost,
    Published,
}
