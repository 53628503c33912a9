namespace Mainstay.Bench.Memcached.Cells;

/// <summary>What clients send.</summary>
internal enum CommandKind
{
    Get,
    Set,

    /// <summary>Ten times as many gets as sets, in random order.</summary>
    Mixed,
}
