namespace Mainstay.Core.Failover;

/// <summary>The term in which a history was written: what makes copies of different histories comparable.</summary>
public sealed record HistoryEntry(string ReplicationId, ulong Term);
