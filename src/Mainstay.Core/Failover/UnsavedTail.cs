namespace Mainstay.Core.Failover;

/// <summary>A former primary that may hold writes nobody else has: they are set aside before its copy is overwritten.</summary>
/// <param name="Node">The former primary.</param>
/// <param name="RunId">Its process at that time; another process there has lost what was only in memory.</param>
/// <param name="ReplicationId">The history it wrote.</param>
/// <param name="FromOffset">The first offset of that history that its successor does not have.</param>
public sealed record UnsavedTail(string Node, string RunId, string ReplicationId, long FromOffset);
