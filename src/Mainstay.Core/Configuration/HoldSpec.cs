namespace Mainstay.Core.Configuration;

/// <summary>Bounds of what an endpoint group keeps for later while there is no primary. Each refusal is counted by its reason.</summary>
public sealed record HoldSpec
{
    /// <summary>Longest time one command is held. Default 10 s; client read timeouts must be longer.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most commands held at once by all endpoints of the group. Default 100 000.</summary>
    public int Commands { get; init; } = 100_000;

    /// <summary>Most bytes held at once by all endpoints of the group. Default 64 MiB.</summary>
    public long Bytes { get; init; } = 64L << 20;
}
