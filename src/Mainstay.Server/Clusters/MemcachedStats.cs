using Mainstay.Core.Clusters;

namespace Mainstay.Server.Clusters;

/// <summary>The answer to <c>stats</c> (protocol.txt of memcached).</summary>
/// <param name="Identity">Which process it is.</param>
/// <param name="Version">Of the form 1.6.18; null when it does not say.</param>
/// <param name="Figures">The rest.</param>
internal sealed record MemcachedStats(ServerIdentity Identity, string? Version, MemcachedFigures Figures)
{
    /// <summary>Reads <c>STAT name value</c> pairs; null where the process cannot be told from another one by them.</summary>
    public static MemcachedStats? Parse(IReadOnlyDictionary<string, string> values)
    {
        if (!int.TryParse(values.GetValueOrDefault("pid"), out var pid) || Number("time") is not > 0) return null;
        return new MemcachedStats(
            new ServerIdentity(pid, Number("time") - Number("uptime")),
            values.GetValueOrDefault("version"),
            new MemcachedFigures(
                Number("curr_items"), Number("bytes"), Number("limit_maxbytes"), Number("curr_connections"), Number("get_hits"), Number("get_misses"), Number("evictions"), Number("uptime")));

        long Number(string name) => long.TryParse(values.GetValueOrDefault(name), out var number) ? number : 0;
    }
}
