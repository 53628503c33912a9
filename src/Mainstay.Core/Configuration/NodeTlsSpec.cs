namespace Mainstay.Core.Configuration;

/// <summary>How the nodes of a group are reached over TLS (<c>tls-port</c> of servers that others start). Their unix sockets stay plain.</summary>
/// <param name="Ca">PEM file of the authorities that nodes' certificates must come from; null for those of the system.</param>
/// <param name="Certificate">PEM file of the certificate that we show; null for none.</param>
/// <param name="Key">PEM file of its private key; set when <paramref name="Certificate"/> is.</param>
/// <param name="ServerName">The name that nodes' certificates must have; null for the host of their address.</param>
public sealed record NodeTlsSpec(string? Ca = null, string? Certificate = null, string? Key = null, string? ServerName = null);
