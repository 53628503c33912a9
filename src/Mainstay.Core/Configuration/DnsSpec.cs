using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Configuration;

/// <summary>The names of endpoints and nodes, and who answers for them.</summary>
public sealed record DnsSpec
{
    /// <summary>The zone all names are in, without a dot at the end. Default <c>mainstay.internal</c>.</summary>
    public string Zone { get; init; } = "mainstay.internal";

    /// <summary>Where the daemon answers over UDP and TCP; none where another server is updated.</summary>
    public ImmutableArray<NodeAddress> Listen { get; init; } = [];

    /// <summary>How long resolvers may keep an answer. Default 5 s; 1 s to 1 h, whole seconds.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What names lead to. Default endpoints.</summary>
    public DnsMode Mode { get; init; } = DnsMode.Endpoints;

    /// <summary>
    /// The address that names of endpoints are answered with where an endpoint listens on all addresses of the host; null for the host's own
    /// addresses.
    /// </summary>
    public string? Advertise { get; init; }

    /// <summary>The name server to update; null to answer ourselves.</summary>
    public DnsUpdateSpec? Update { get; init; }
}
