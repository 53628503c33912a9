namespace Mainstay.Guard.Names;

/// <summary>
/// Names of Amazon MemoryDB, which is always a Redis Cluster over TLS: <c>clustercfg.NAME.HASH.memorydb.us-east-1.amazonaws.com</c> leads to it as a
/// whole, <c>NAME-0001-001.NAME.HASH.memorydb.us-east-1.amazonaws.com</c> to a node.
/// </summary>
internal static class MemoryDbName
{
    /// <summary>What <paramref name="host"/> is; null when it is none of MemoryDB's.</summary>
    public static CacheName? Read(string host)
    {
        var labels = host.Split('.');
        if (labels is not [var first, var cluster, var hash, "memorydb", var region, "amazonaws", "com", ..] || labels.Length > 8 || (labels.Length == 8 && labels[7] != "cn")) return null;
        var whole = string.Join('.', ["clustercfg", cluster, hash, "memorydb", region, .. labels[5..]]);
        if (first == "clustercfg") return new CacheName(Provider.MemoryDb, NameKind.ClusterConfiguration, cluster, true, whole, null);
        return first.StartsWith(cluster + "-", StringComparison.Ordinal) && first.Length == cluster.Length + "-0001-001".Length
            ? new CacheName(Provider.MemoryDb, NameKind.Node, cluster, true, whole, null)
            : null;
    }
}
