namespace Mainstay.Core.Configuration;

/// <summary>Which replicas a reader endpoint reads from.</summary>
public sealed record ReaderSpec
{
    /// <summary>Whether it leads to the primary while no replica is fit; else it holds and then refuses. Default true.</summary>
    public bool FallsBackToPrimary { get; init; } = true;

    /// <summary>Bytes of replication by which a replica may be behind and still be read from. Default 16 MiB; 0 for no bound.</summary>
    public long LagBytes { get; init; } = 16L << 20;

    /// <summary>How long a replica may have heard nothing from its primary and still be read from; whole seconds. Default 10 s; 0 for no bound.</summary>
    public TimeSpan LagTime { get; init; } = TimeSpan.FromSeconds(10);
}
