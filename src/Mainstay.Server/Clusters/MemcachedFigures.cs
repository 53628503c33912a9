namespace Mainstay.Server.Clusters;

/// <summary>What a memcached says of itself (<c>stats</c>), by the names it uses.</summary>
/// <param name="CurrItems">Items it has.</param>
/// <param name="Bytes">Bytes they take.</param>
/// <param name="LimitMaxBytes">Bytes it may take for them.</param>
/// <param name="CurrConnections">Clients connected, ours included.</param>
/// <param name="GetHits">Keys asked for and found, since its start.</param>
/// <param name="GetMisses">Keys asked for and not found, since its start.</param>
/// <param name="Evictions">Items dropped before their time for want of memory, since its start.</param>
/// <param name="Uptime">Seconds since its start.</param>
public sealed record MemcachedFigures(long CurrItems, long Bytes, long LimitMaxBytes, long CurrConnections, long GetHits, long GetMisses, long Evictions, long Uptime);
