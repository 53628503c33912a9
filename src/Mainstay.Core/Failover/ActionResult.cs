namespace Mainstay.Core.Failover;

/// <summary>What came of an action.</summary>
public abstract record ActionResult
{
    private ActionResult()
    {
    }

    /// <summary>It was carried out. <paramref name="Report"/> is the node's state afterwards, where the action is on a node.</summary>
    public sealed record Done(NodeReport? Report = null) : ActionResult;

    /// <summary>It was not carried out and will not be. <paramref name="Why"/> is for people.</summary>
    public sealed record Failed(string Why) : ActionResult;

    /// <summary>It was sent and no answer came: it may have been carried out, or may still be.</summary>
    public sealed record Unknown(string Why) : ActionResult;

    /// <summary>The store took it; <paramref name="State"/> is what it holds now.</summary>
    public sealed record Committed(DurableState State) : ActionResult;

    /// <summary>
    /// The store holds another state than expected: somebody else decided. Nothing was written. Also the answer of a command on a node that
    /// was held back because the store's term is no longer the command's.
    /// </summary>
    public sealed record Conflict(DurableState Current) : ActionResult;

    /// <summary>A node whose data directory is gone cannot be started as it was.</summary>
    public sealed record DataMissing(string Why) : ActionResult;
}
