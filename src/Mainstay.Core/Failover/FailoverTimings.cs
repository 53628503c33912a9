namespace Mainstay.Core.Failover;

/// <summary>Bounds of the machine's own waits. What an operator may want to change is in the configuration instead.</summary>
internal static class FailoverTimings
{
    /// <summary>
    /// How long a fence is waited for. An endpoint that does not answer by then is cut off; a primary that nobody reaches has refused
    /// writes for want of replicas by that time (<c>min-replicas-max-lag 1</c>).
    /// </summary>
    public static readonly TimeSpan FenceWait = TimeSpan.FromSeconds(2);

    /// <summary>How long a planned change waits for answers of what was sent. Half of the default hold.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    /// <summary>How long answers are waited for before a backup takes the place of the data; then it is done all the same.</summary>
    public static readonly TimeSpan RestoreDrain = TimeSpan.FromSeconds(1);

    /// <summary>How long the target of a planned change may take to reach the final offset.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    /// <summary>How long a promoted node may take to show itself as primary before the choice counts as lost.</summary>
    public static readonly TimeSpan SeePrimary = TimeSpan.FromSeconds(3);

    /// <summary>Before a seal that failed is tried again.</summary>
    public static readonly TimeSpan SealRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>Before a commit that failed is tried again.</summary>
    public static readonly TimeSpan CommitRetry = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long another controller, whose commit came first, is given to end what it began; up to twice that, by the seed, so that two don't
    /// stay in step.
    /// </summary>
    public static readonly TimeSpan Deference = TimeSpan.FromMilliseconds(300);

    /// <summary>How long copies are waited for before processes that died are started to get theirs.</summary>
    public static readonly TimeSpan CopyGrace = TimeSpan.FromSeconds(1);

    /// <summary>How long a managed replica may be silent before its process is ended and started again.</summary>
    public static readonly TimeSpan HungReplica = TimeSpan.FromSeconds(5);

    /// <summary>How long a replica's link may be down before it is told again whom to follow.</summary>
    public static readonly TimeSpan LinkPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a primary may list no replica online before its write guard is lifted.</summary>
    public static readonly TimeSpan GuardPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long taking a node out may take before it is given up and the node stays.</summary>
    public static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(20);

    /// <summary>How often the last seen positions are committed.</summary>
    public static readonly TimeSpan RecordPositions = TimeSpan.FromSeconds(10);

    /// <summary>Before the same reason is said again.</summary>
    public static readonly TimeSpan RepeatReason = TimeSpan.FromSeconds(10);

    /// <summary>Between two orders to start the same node, even when the first was carried out.</summary>
    public static readonly TimeSpan StartFloor = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two orders to one node, by the number of orders that failed in a row.</summary>
    public static TimeSpan Backoff(int failures) => failures switch
    {
        0 => TimeSpan.Zero,
        1 => TimeSpan.FromMilliseconds(200),
        2 => TimeSpan.FromMilliseconds(500),
        3 => TimeSpan.FromSeconds(1),
        4 => TimeSpan.FromSeconds(2),
        _ => TimeSpan.FromSeconds(5),
    };
}
