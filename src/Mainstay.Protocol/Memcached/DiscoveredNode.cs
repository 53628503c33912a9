namespace Mainstay.Protocol.Memcached;

/// <summary>A node as Auto Discovery tells of it.</summary>
/// <param name="Host">Its name, of letters, digits, dots and hyphens.</param>
/// <param name="Ip">Its address, IPv4.</param>
/// <param name="Port">Its port.</param>
public sealed record DiscoveredNode(string Host, string Ip, int Port);
