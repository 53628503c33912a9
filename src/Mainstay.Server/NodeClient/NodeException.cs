namespace Mainstay.Server.NodeClient;

/// <summary>A node gave no usable answer. The message is for people and holds no secret.</summary>
/// <param name="fault">At which stage it failed.</param>
/// <param name="message">What happened; for a server's error its own words.</param>
/// <param name="inner">The cause.</param>
internal sealed class NodeException(NodeFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>At which stage it failed.</summary>
    public NodeFault Fault { get; } = fault;

    /// <summary>The node answered, if only by an error, or by a certificate that we don't trust: whoever refuses us is not dead.</summary>
    public bool Alive => Fault is NodeFault.ServerError or NodeFault.Untrusted;

    /// <summary>The node is alive and occupied: it said <c>-BUSY</c> or <c>-LOADING</c>.</summary>
    public bool Occupied => Fault == NodeFault.ServerError
        && (Message.StartsWith("BUSY ", StringComparison.Ordinal) || Message.StartsWith("LOADING ", StringComparison.Ordinal));
}
