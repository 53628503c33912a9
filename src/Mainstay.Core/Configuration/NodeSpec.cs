using Mainstay.Core.Topology;

namespace Mainstay.Core.Configuration;

/// <summary>One data server of a group.</summary>
public sealed record NodeSpec
{
    /// <summary>Name, unique among groups, clusters and nodes: <c>[a-z0-9-]</c>, 1–63 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Its own address. A managed node listens there.</summary>
    public required NodeAddress Address { get; init; }

    /// <summary>Whether the daemon of its host starts and restarts it.</summary>
    public bool Managed { get; init; } = true;

    /// <summary>The unix socket it also listens on, when it runs on this host; null for none. At most 107 bytes.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>Breaks ties between equally advanced copies: the lowest first. 0: never leads and never confirms. Default 100.</summary>
    public int Priority { get; init; } = 100;
}
