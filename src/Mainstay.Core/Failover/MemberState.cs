namespace Mainstay.Core.Failover;

/// <summary>What is committed of one member.</summary>
/// <param name="Node">Its name.</param>
/// <param name="RunId">
/// The process whose copy counts; null when none was admitted yet. A restarted process counts again once the primary lists it
/// online at or past the offset of its admission and that is committed.
/// </param>
/// <param name="LastSeen">The furthest position seen of it; a hint for a start after all processes were lost.</param>
public sealed record MemberState(string Node, string? RunId, ReplicationPosition? LastSeen);
