namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>What stands between the clients and the data server.</summary>
internal enum SystemKind
{
    /// <summary>Nothing.</summary>
    Direct,

    /// <summary>HAProxy in TCP mode, one thread.</summary>
    HAProxy,

    /// <summary>nginx's stream module, one worker.</summary>
    Nginx,

    /// <summary>twemproxy, which shares one connection among all clients.</summary>
    Twemproxy,

    /// <summary>The daemon as it comes: clients share connections.</summary>
    Ours,

    /// <summary>The daemon with a connection behind each client.</summary>
    OursDedicated,

    /// <summary>HAProxy that ends TLS.</summary>
    HAProxyTls,

    /// <summary>The daemon's TLS endpoint.</summary>
    OursTls,
}
