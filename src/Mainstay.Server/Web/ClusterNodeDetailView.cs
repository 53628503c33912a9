using Mainstay.Server.Clusters;

namespace Mainstay.Server.Web;

/// <summary>What <c>/v1/clusters/{c}</c> adds of a node; figures are null while it does not answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ProcessId">Its process on this host; null when none is known.</param>
/// <param name="Version">memcached's version, the last that it told.</param>
/// <param name="Items">Items that it has.</param>
/// <param name="Bytes">What they take.</param>
/// <param name="Limit">What they may take.</param>
/// <param name="Connections">Clients connected to it now, our endpoints among them.</param>
/// <param name="Hits">Reads that found their key since it started.</param>
/// <param name="Misses">Reads that did not.</param>
/// <param name="Evictions">Items that were given up for others before their time.</param>
/// <param name="UptimeSeconds">For how long it runs.</param>
public sealed record ClusterNodeDetailView(
    string Name, int? ProcessId, string? Version, long? Items, long? Bytes, long? Limit, long? Connections, long? Hits, long? Misses, long? Evictions, long? UptimeSeconds)
{
    internal static ClusterNodeDetailView Of(string name, ClusterNodeStatus? status) => status?.Figures is { } figures
        ? new(name, status.ProcessId, status.Version, figures.CurrItems, figures.Bytes, figures.LimitMaxBytes, figures.CurrConnections, figures.GetHits, figures.GetMisses, figures.Evictions, figures.Uptime)
        : new(name, status?.ProcessId, status?.Version, null, null, null, null, null, null, null, null);
}
