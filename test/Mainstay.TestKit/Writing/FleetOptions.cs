namespace Mainstay.TestKit.Writing;

/// <summary>Who writes how much where.</summary>
public sealed record FleetOptions
{
    /// <summary>The endpoint's port on loopback.</summary>
    public required int Port { get; init; }

    /// <summary>Names the keys of this run: unique among the runs on one group.</summary>
    public required string Run { get; init; }

    /// <summary>Connections, each with one command in flight at most. Default 50.</summary>
    public int Writers { get; init; } = 50;

    /// <summary>All writers together, while nothing holds them up. Default 1000.</summary>
    public int WritesPerSecond { get; init; } = 1000;
}
