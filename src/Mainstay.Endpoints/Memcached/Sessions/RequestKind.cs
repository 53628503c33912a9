namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>Who answers a request.</summary>
internal enum RequestKind
{
    /// <summary>The node of its key.</summary>
    OfKey,

    /// <summary>The nodes of its keys, put together in the keys' order.</summary>
    OfKeys,

    /// <summary>All nodes, put together into one answer.</summary>
    OfAll,

    /// <summary>One node, by its name.</summary>
    OfNode,

    /// <summary>The endpoint, once it knows the cluster.</summary>
    OfCluster,

    /// <summary>The endpoint, at once.</summary>
    Own,
}
