namespace Mainstay.Core.Failover;

/// <summary>The commit that is under way; there is at most one.</summary>
internal sealed class PendingCommit(ActionId id, CommitKind kind, DurableState next)
{
    public ActionId Id { get; set; } = id;

    public CommitKind Kind { get; } = kind;

    public DurableState Next { get; } = next;

    /// <summary>When to try again after a failure; null while an answer is awaited.</summary>
    public Instant? RetryAt { get; set; }
}
