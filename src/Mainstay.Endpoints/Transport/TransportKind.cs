namespace Mainstay.Endpoints.Transport;

/// <summary>What the loops are made of.</summary>
public enum TransportKind
{
    /// <summary>epoll, on Linux.</summary>
    Epoll,

    /// <summary>.NET's own sockets, everywhere.</summary>
    Sockets,
}
