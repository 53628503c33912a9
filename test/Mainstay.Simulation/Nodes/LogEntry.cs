namespace Mainstay.Simulation.Nodes;

/// <summary>
/// One command in a data set's past. A data set is its last entry; sharing the chain makes a copy, a snapshot or a prefix cost one
/// reference.
/// </summary>
/// <param name="previous">What the data set was before; null when it was empty.</param>
/// <param name="write">The client's write; 0 for a command that keeps no data (a ping, a no-op).</param>
/// <param name="offset">The replication offset after it.</param>
public sealed class LogEntry(LogEntry? previous, long write, long offset)
{
    /// <summary>The write that stands for all that a backup holds.</summary>
    public const long Backup = long.MaxValue;

    /// <summary>What the data set was before.</summary>
    public LogEntry? Previous { get; } = previous;

    /// <summary>The client's write; 0 for none.</summary>
    public long Write { get; } = write;

    /// <summary>The replication offset after it.</summary>
    public long Offset { get; } = offset;

    /// <summary>All writes in the data set that ends with <paramref name="last"/>.</summary>
    public static HashSet<long> WritesOf(LogEntry? last)
    {
        var writes = new HashSet<long>();
        for (var entry = last; entry is not null; entry = entry.Previous)
            if (entry.Write != 0) writes.Add(entry.Write);
        return writes;
    }

    /// <summary>Whether any client's write is in the data set that ends with <paramref name="last"/>.</summary>
    public static bool HasWrites(LogEntry? last)
    {
        for (var entry = last; entry is not null; entry = entry.Previous)
            if (entry.Write != 0) return true;
        return false;
    }
}
