using Mainstay.TestKit.Running;

namespace Mainstay.TestKit.Caching;

/// <summary>How a <see cref="CacheFleet"/> is made.</summary>
public sealed record CacheFleetOptions
{
    public required RunningCluster Cluster { get; init; }

    /// <summary>The beginning of all its keys.</summary>
    public required string Run { get; init; }

    /// <summary>Clients, each with a connection of its own to the configuration endpoint.</summary>
    public int Clients { get; init; } = 20;

    /// <summary>Keys of which each is the only writer.</summary>
    public int KeysOfClient { get; init; } = 25;

    /// <summary>Requests of all clients together, as long as they are answered at once.</summary>
    public int RequestsPerSecond { get; init; } = 4000;

    /// <summary>How many of a hundred are writes.</summary>
    public int WritesOfHundred { get; init; } = 40;
}
