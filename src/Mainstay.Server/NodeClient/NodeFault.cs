namespace Mainstay.Server.NodeClient;

/// <summary>Why a node gave no usable answer, by stage.</summary>
internal enum NodeFault
{
    /// <summary>Nobody listens there: neither on the unix socket nor on the port.</summary>
    Refused,

    /// <summary>No way there: no route, no such name, or its queue of new connections is full.</summary>
    Unreachable,

    /// <summary>No answer within the deadline. What was written may still be carried out later.</summary>
    TimedOut,

    /// <summary>The connection ended before the answer.</summary>
    Reset,

    /// <summary>It answered, and there was no agreement on TLS: its certificate is not what was expected, or ours is not.</summary>
    Untrusted,

    /// <summary>The server answered with an error.</summary>
    ServerError,

    /// <summary>What came was no RESP, or not the reply that was due.</summary>
    Protocol,
}
