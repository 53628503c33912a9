using Mainstay.Core.Topology;

namespace Mainstay.Core.Configuration;

/// <summary>An existing name server that is told of changes (RFC 2136, signed by TSIG, RFC 8945) instead of answering ourselves.</summary>
/// <param name="Server">Its address.</param>
/// <param name="KeyName">Name of the TSIG key.</param>
/// <param name="KeyAlgorithm"><c>hmac-sha256</c>, <c>hmac-sha384</c> or <c>hmac-sha512</c>.</param>
/// <param name="KeySecret">The key, base64.</param>
public sealed record DnsUpdateSpec(NodeAddress Server, string KeyName, string KeyAlgorithm, string KeySecret)
{
    /// <summary>Says nothing of the key.</summary>
    public override string ToString() => $"{nameof(DnsUpdateSpec)} of {Server}, key {KeyName}";
}
