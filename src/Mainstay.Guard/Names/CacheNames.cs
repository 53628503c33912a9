namespace Mainstay.Guard.Names;

/// <summary>
/// Knows host names of cache providers by how they are made. Source: the providers' pages on endpoints ("Finding connection endpoints" of Amazon
/// ElastiCache and MemoryDB, "Azure Cache for Redis" of Azure).
/// </summary>
public static class CacheNames
{
    private static readonly string[] _azure = [".redis.cache.windows.net", ".redis.cache.chinacloudapi.cn", ".redis.cache.usgovcloudapi.net", ".redisenterprise.cache.azure.net", ".redis.azure.net"];

    /// <summary>What <paramref name="host"/> is, without port and scheme, in any case; null when it is no name of a cache that is known.</summary>
    public static CacheName? Read(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var name = host.TrimEnd('.').ToLowerInvariant();
        if (ElastiCacheName.Suffix(name) is { } elastic) return ElastiCacheName.Read(name[..^elastic.Length].Split('.'), elastic);
        if (MemoryDbName.Read(name) is { } memory) return memory;
        foreach (var suffix in _azure)
            if (name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > suffix.Length) return new CacheName(Provider.Azure, NameKind.Primary, name[..^suffix.Length], null, name, null);
        return null;
    }
}
