namespace Mainstay.Core.Clusters;

/// <summary>What is kept of a node of a memcached cluster from one daemon to the next.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Serves">Whether it serves its keys.</param>
/// <param name="Life">How often nodes had begun to serve when it last did.</param>
/// <param name="Outage">The name of the time in which it does not serve; 0 while it does.</param>
/// <param name="Identity">The process that answered last; null when none ever did.</param>
/// <param name="Ip">Its IPv4 address as last known.</param>
public sealed record ClusterNodeState(string Name, bool Serves, long Life, long Outage, ServerIdentity? Identity, string? Ip);
