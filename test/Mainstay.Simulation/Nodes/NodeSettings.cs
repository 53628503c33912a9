namespace Mainstay.Simulation.Nodes;

/// <summary>How the data servers of a simulated group are set and how unkind they are.</summary>
public sealed record NodeSettings
{
    /// <summary><c>repl-timeout</c>. Default 10 s.</summary>
    public TimeSpan ReplicationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>min-replicas-max-lag</c> in whole seconds. Default 1.</summary>
    public int MaxLagSeconds { get; init; } = 1;

    /// <summary><c>repl-backlog-size</c> in bytes. Default 64 MiB.</summary>
    public long BacklogSize { get; init; } = 64L << 20;

    /// <summary>How long a full resync takes. Default 30 ms.</summary>
    public TimeSpan TransferTime { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>How long a node takes to load a backup. Default 500 ms.</summary>
    public TimeSpan RestoreTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a process reads its file at its start. Default 20 ms.</summary>
    public TimeSpan LoadingTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Whether a process that never synchronised already names the history and offset that it is only about to receive. Redis 7.0 does not;
    /// but nothing that a replica says of itself before its primary lists it online may be believed. Default false.
    /// </summary>
    public bool ClaimsEarly { get; init; }
}
