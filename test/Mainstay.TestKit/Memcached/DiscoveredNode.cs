namespace Mainstay.TestKit.Memcached;

/// <summary>A node as Auto Discovery tells of it: <c>host|ip|port</c>.</summary>
public sealed record DiscoveredNode(string Host, string Ip, int Port);
