namespace Mainstay.Bench.Failover.Systems;

/// <summary>What keeps the group up.</summary>
internal enum SystemKind
{
    /// <summary><c>mainstay up</c>.</summary>
    Mainstay,

    /// <summary>Three redis-sentinels.</summary>
    Sentinel,
}
