namespace Mainstay.Guard.Names;

/// <summary>Whose a cache's host name is.</summary>
public enum Provider
{
    /// <summary>Amazon ElastiCache.</summary>
    ElastiCache,

    /// <summary>Amazon MemoryDB.</summary>
    MemoryDb,

    /// <summary>Azure Cache for Redis, and Azure Managed Redis.</summary>
    Azure,
}
