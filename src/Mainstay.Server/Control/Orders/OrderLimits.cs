namespace Mainstay.Server.Control.Orders;

/// <summary>How long an order to a node may take, from the connection's opening to the last reply.</summary>
internal static class OrderLimits
{
    /// <summary>A seal. Short: a failover waits for it, and a node that does not answer is not waited for.</summary>
    public static readonly TimeSpan Seal = TimeSpan.FromMilliseconds(300);

    /// <summary>A promotion, a no-op, a change of the write guard.</summary>
    public static readonly TimeSpan Promote = TimeSpan.FromSeconds(1);

    /// <summary>A change of whom a node follows, and the end of its clients' connections.</summary>
    public static readonly TimeSpan Reparent = TimeSpan.FromSeconds(2);

    /// <summary>Filling a node with a backup, from the first byte to the end of loading; it gives up much sooner where nothing moves.</summary>
    public static readonly TimeSpan Restore = TimeSpan.FromHours(6);

    /// <summary>How long nothing may move while a node is filled with a backup.</summary>
    public static readonly TimeSpan RestoreStandstill = TimeSpan.FromSeconds(60);

    /// <summary>The report of a node that was just started.</summary>
    public static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(1);

    /// <summary>Reading the divergent tail of a former primary.</summary>
    public static readonly TimeSpan SaveTail = TimeSpan.FromSeconds(2);
}
