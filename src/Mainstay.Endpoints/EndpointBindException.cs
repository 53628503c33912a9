using Mainstay.Core.Topology;

namespace Mainstay.Endpoints;

/// <summary>An endpoint could not listen at its address.</summary>
public sealed class EndpointBindException(NodeAddress address, string reason) : Exception($"can't listen at {address}: {reason}")
{
    /// <summary>Where it should have listened.</summary>
    public NodeAddress Address { get; } = address;

    /// <summary>What the system said, in words: <c>the port is taken</c>.</summary>
    public string Reason { get; } = reason;
}
