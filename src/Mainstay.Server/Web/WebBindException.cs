using Mainstay.Core.Topology;

namespace Mainstay.Server.Web;

/// <summary>The web port could not be opened.</summary>
/// <param name="address">Where it should listen.</param>
/// <param name="taken">Somebody else listens there; false for any other reason, which the message has.</param>
/// <param name="inner">The cause.</param>
public sealed class WebBindException(NodeAddress address, bool taken, Exception inner)
    : Exception($"the API cannot listen on {address}: {(taken ? "the port is taken" : inner.Message)}", inner)
{
    /// <summary>Where it should listen.</summary>
    public NodeAddress Address { get; } = address;

    /// <summary>Whether somebody else listens there.</summary>
    public bool Taken { get; } = taken;
}
