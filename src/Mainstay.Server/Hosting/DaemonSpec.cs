using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Hosting;

/// <summary>What one daemon runs.</summary>
public sealed record DaemonSpec
{
    /// <summary>The installation's name, as <c>status</c> shows it.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of all state; made when it is not there. Relative paths are taken from the working directory.</summary>
    public required string Data { get; init; }

    /// <summary>Its groups. Managed nodes without a unix socket get one in the data directory.</summary>
    public required ImmutableArray<GroupSpec> Groups { get; init; }

    /// <summary>Its memcached clusters.</summary>
    public ImmutableArray<ClusterSpec> Clusters { get; init; } = [];

    /// <summary>Where the HTTP API listens; an IP address.</summary>
    public required NodeAddress Web { get; init; }

    /// <summary>Where backups go.</summary>
    public BackupSpec Backups { get; init; } = new();

    /// <summary>The names of endpoints and nodes; null for no DNS.</summary>
    public DnsSpec? Dns { get; init; }
}
