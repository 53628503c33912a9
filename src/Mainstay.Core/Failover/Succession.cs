using System.Collections.Immutable;

namespace Mainstay.Core.Failover;

/// <summary>The committed succession of histories.</summary>
internal static class Succession
{
    private const int Kept = 32;

    /// <summary><paramref name="histories"/> with <paramref name="replicationId"/> as written in <paramref name="term"/>; the oldest beyond 32 are dropped.</summary>
    public static ImmutableArray<HistoryEntry> Append(ImmutableArray<HistoryEntry> histories, string replicationId, ulong term)
    {
        var kept = histories.Where(entry => entry.ReplicationId != replicationId).Append(new(replicationId, term)).ToImmutableArray();
        return kept.Length <= Kept ? kept : kept[^Kept..];
    }
}
