namespace Mainstay.Core.Failover;

/// <summary>How far a copy is in a history. Offsets of different histories don't compare.</summary>
/// <param name="ReplicationId">The history: 40 hex digits.</param>
/// <param name="Offset">Bytes of that history the copy has applied.</param>
public sealed record ReplicationPosition(string ReplicationId, long Offset);
