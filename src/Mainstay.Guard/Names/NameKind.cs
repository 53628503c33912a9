namespace Mainstay.Guard.Names;

/// <summary>What a cache's host name leads to.</summary>
public enum NameKind
{
    /// <summary>Always the primary.</summary>
    Primary,

    /// <summary>Replicas, whichever they are: for reads.</summary>
    Reader,

    /// <summary>A Redis Cluster as a whole: clients learn its nodes from it.</summary>
    ClusterConfiguration,

    /// <summary>One node of a replication group or a Redis Cluster, whatever its role is now.</summary>
    Node,

    /// <summary>One node that is no member of a replication group as far as its name tells: a Redis without any failover, or a node of a memcached cluster.</summary>
    LoneNode,

    /// <summary>A memcached cluster's list of nodes.</summary>
    MemcachedConfiguration,
}
