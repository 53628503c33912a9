namespace Mainstay.Core.Failover;

/// <summary>
/// Places a copy in the succession of histories: first by the term that wrote the history it carries, then by its offset in it,
/// as Raft compares logs by term before length. Offsets of different histories are never compared.
/// </summary>
internal readonly record struct Lineage(ulong Term, long Offset) : IComparable<Lineage>
{
    /// <summary>The place of the copy that <paramref name="report"/> tells of. Term 0: a history nobody committed.</summary>
    public static Lineage Of(NodeReport report, DurableState durable)
    {
        if (TermOf(report.ReplicationId, durable) is { } term) return new(term, report.Offset);
        if (report.SecondReplicationId is not { } second || TermOf(second, durable) is not { } secondTerm) return new(0, report.Offset);

        // Promoted by a committed choice and interrupted before its new history was committed: it is the newest there is.
        if (durable.Choice is { } choice && choice.RunId == report.RunId) return new(durable.Term, report.Offset);

        // Promoted by somebody else: only what it had before that is known to be of a committed history.
        return new(secondTerm, Math.Min(report.Offset, report.SecondOffset - 1));
    }

    /// <summary>The term of a committed history, or null.</summary>
    public static ulong? TermOf(string replicationId, DurableState durable)
    {
        for (var i = durable.Histories.Length - 1; i >= 0; i--)
            if (durable.Histories[i].ReplicationId == replicationId) return durable.Histories[i].Term;
        return null;
    }

    public int CompareTo(Lineage other) => Term != other.Term ? Term.CompareTo(other.Term) : Offset.CompareTo(other.Offset);
}
