using Mainstay.Core.Topology;

namespace Mainstay.Core.Configuration;

/// <summary>A stable address that applications connect to.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Tls">Whether clients must speak TLS there.</param>
public sealed record EndpointSpec(EndpointKind Kind, NodeAddress Address, bool Tls = false);
