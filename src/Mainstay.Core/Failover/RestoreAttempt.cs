namespace Mainstay.Core.Failover;

/// <summary>The order to fill one sealed process with a backup.</summary>
internal sealed class RestoreAttempt(ActionId id, string runId)
{
    public ActionId Id { get; } = id;

    /// <summary>The process that is filled.</summary>
    public string RunId { get; } = runId;

    /// <summary>What it holds now; null while unanswered or failed.</summary>
    public NodeReport? Report { get; set; }

    /// <summary>Why it failed; null while unanswered or filled.</summary>
    public string? Failure { get; set; }
}
