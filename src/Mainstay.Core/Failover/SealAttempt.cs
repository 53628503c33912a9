namespace Mainstay.Core.Failover;

/// <summary>One order to seal one node in one change.</summary>
internal sealed class SealAttempt(ActionId id)
{
    public ActionId Id { get; } = id;

    /// <summary>Its final position; null while unanswered or failed.</summary>
    public NodeReport? Report { get; set; }

    /// <summary>When it failed; null while unanswered or sealed.</summary>
    public Instant? FailedAt { get; set; }

    public bool Outstanding => Report is null && FailedAt is null;
}
