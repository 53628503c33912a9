using Mainstay.Core.Topology;

namespace Mainstay.Server.Dns;

/// <summary>The name server could not listen at one of its addresses.</summary>
/// <param name="address">Where it should have listened.</param>
/// <param name="reason">What the system said.</param>
/// <param name="inner">The cause.</param>
public sealed class NameBindException(NodeAddress address, string reason, Exception inner) : Exception($"can't answer DNS at {address}: {reason}", inner)
{
    /// <summary>Where it should have listened.</summary>
    public NodeAddress Address { get; } = address;
}
