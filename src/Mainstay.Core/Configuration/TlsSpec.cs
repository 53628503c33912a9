namespace Mainstay.Core.Configuration;

/// <summary>How endpoints encrypt. The files are read again when they change.</summary>
/// <param name="Certificate">PEM file: the certificate, then those between it and a root.</param>
/// <param name="Key">PEM file of its private key, without a passphrase.</param>
/// <param name="ClientCa">PEM file of the authorities that client certificates must come from; null when none are asked for.</param>
/// <param name="ClientCertificates">Whether clients must show one; without <paramref name="ClientCa"/> none.</param>
public sealed record TlsSpec(string Certificate, string Key, string? ClientCa = null, ClientCertificates ClientCertificates = ClientCertificates.None);
