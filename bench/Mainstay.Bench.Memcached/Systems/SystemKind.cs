namespace Mainstay.Bench.Memcached.Systems;

/// <summary>What stands between the clients and the nodes.</summary>
internal enum SystemKind
{
    /// <summary>Nothing: clients know which node has a key.</summary>
    Direct,

    /// <summary>twemproxy, with one connection to each node.</summary>
    Twemproxy,

    /// <summary>The daemon's configuration endpoint.</summary>
    Ours,
}
