using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>A change of primary under way: what it is for and how far it got. Lost with its controller; the next begins a new term.</summary>
internal sealed class PrimaryChange(ChangeCause cause, string reason, PrimaryIdentity? old, Instant began)
{
    public ChangeCause Cause { get; } = cause;

    public string Reason { get; } = reason;

    /// <summary>The published primary that is being left; null for the first.</summary>
    public PrimaryIdentity? Old { get; } = old;

    public Instant Began { get; } = began;

    /// <summary>The phase it began in, to go back to when nothing was committed.</summary>
    public ControlPhase Origin { get; init; }

    /// <summary>Whom an operator wants to lead; null for the fittest.</summary>
    public string? Target { get; set; }

    /// <summary>The backup that takes the place of the data; null for none.</summary>
    public string? Backup { get; init; }

    /// <summary>The order to fill the target with the backup; null before it was given.</summary>
    public RestoreAttempt? Restore { get; set; }

    /// <summary>A backup is still to take the place of the data.</summary>
    public bool Restores => Backup is not null && GaveUp is null;

    /// <summary>The operator who waits for an answer; null for none.</summary>
    public long? RequestId { get; set; }

    /// <summary>Lead with whatever answers.</summary>
    public bool AcceptLoss { get; set; }

    /// <summary>When endpoints were told to hold.</summary>
    public Instant? FenceBegan { get; set; }

    /// <summary>What the endpoints answered: true drained, false not; null while unanswered.</summary>
    public bool? Drained { get; set; }

    /// <summary>Orders to seal, by node.</summary>
    public Dictionary<string, SealAttempt> Seals { get; } = [];

    /// <summary>The old primary's final position, once it is sealed.</summary>
    public NodeReport? Final { get; set; }

    /// <summary>When the wait for the target began.</summary>
    public Instant? CatchUpBegan { get; set; }

    /// <summary>When the order to promote was given.</summary>
    public Instant? PromoteBegan { get; set; }

    /// <summary>The order to promote that is not answered; null for none.</summary>
    public ActionId? PromoteId { get; set; }

    /// <summary>The chosen process as it showed itself as primary.</summary>
    public NodeReport? Promoted { get; set; }

    /// <summary>Why a planned change gave up and went back to the old primary; null while it did not.</summary>
    public string? GaveUp { get; set; }

    /// <summary>Nothing may be lost and no client may see an error.</summary>
    public bool Planned => Cause == ChangeCause.Switchover && !PrimaryDied;

    /// <summary>How long commands that were sent may take to be answered before the old primary is sealed.</summary>
    public TimeSpan Drain => Planned ? FailoverTimings.Drain : Restores ? FailoverTimings.RestoreDrain : TimeSpan.Zero;

    /// <summary>The old primary died while a planned change was under way.</summary>
    public bool PrimaryDied { get; set; }

    /// <summary>The same purpose in a new term, after the chosen node was lost. What was restored on it is lost with it: the copies there are go on.</summary>
    public PrimaryChange Again(string why) => new(Cause == ChangeCause.Restore ? ChangeCause.Unfinished : Cause, why, Old, Began)
    {
        Origin = ControlPhase.NoPrimary,
        RequestId = RequestId,
        AcceptLoss = AcceptLoss,
        PrimaryDied = true,
        GaveUp = Backup is null ? null : $"the backup is not in force: {GaveUp ?? why}",
    };
}
