namespace Mainstay.Core.Failover;

/// <summary>The one node, as the one process, that may be promoted in a term, and what its copy held when it was chosen.</summary>
public sealed record Choice(string Node, string RunId, ReplicationPosition Position);
