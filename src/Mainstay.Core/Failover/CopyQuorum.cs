using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>
/// Decides whether what answers is enough to lead with, so that no acknowledged write of a <c>sync</c> group is lost and an <c>async</c>
/// one loses only what was not replicated. Pure: the same question is asked before a term is committed and again of the sealed copies.
/// </summary>
internal static class CopyQuorum
{
    /// <param name="copies">The copies that answer and are neither loading nor being refilled.</param>
    /// <param name="unseen">Members whose copy exists, or may exist, and does not answer.</param>
    /// <param name="durable">What is committed.</param>
    /// <param name="durability">The group's durability.</param>
    /// <param name="acceptLoss">An operator said to lead with whatever answers.</param>
    /// <param name="persistence">What a restarted process still knows of its history.</param>
    public static QuorumVerdict Judge(
        IReadOnlyList<CopyOfData> copies, IReadOnlyList<string> unseen, DurableState durable, Durability durability, bool acceptLoss, Persistence persistence = Persistence.Rdb)
    {
        var best = CandidateRanking.Rank(copies, durable).FirstOrDefault();
        if (best is null) return new(null, $"no node that may lead answers{Missing(unseen)}");
        if (acceptLoss) return new(best, $"{best.Node} has the most of what answers; an operator accepts what is missing");
        if (copies.Any(copy => copy.WasPrimary && copy.Valid)) return new(best, $"the primary's own copy answers; {best.Node} is the most advanced");

        var valid = copies.Count(copy => copy is { Valid: true, Priority: > 0 });
        if (durability.IsSync)
        {
            var needed = ReplicasNeeded(durable, durability);
            if (valid >= needed) return new(best, $"{valid} valid copies answer and {needed} are needed; {best.Node} is the most advanced");
            return unseen.Count == 0 ? JudgeAll(best, copies, durable, mustBeProven: true, persistence)
                : new(null, $"{valid} valid copies answer and {needed} are needed{Missing(unseen)}");
        }

        if (copies.Any(copy => copy.Valid && copy.Priority > 0 && CarriesPublishedHistory(copy, durable)))
            return new(best, $"{best.Node} is the most advanced valid copy");
        return unseen.Count == 0 ? JudgeAll(best, copies, durable, mustBeProven: false, persistence)
            : new(null, $"no copy that is known to be complete answers{Missing(unseen)}");
    }

    /// <summary>N − W + 1 of the N confirming replicas: any such set has at least one that confirmed each acknowledged write.</summary>
    private static int ReplicasNeeded(DurableState durable, Durability durability)
    {
        var confirming = durable.Members.Count(member => member.RunId is not null && member.Node != durable.Primary?.Node);
        return Math.Max(1, confirming - durability.Acknowledgements + 1);
    }

    private static bool CarriesPublishedHistory(CopyOfData copy, DurableState durable) =>
        durable.Primary is { } primary && Lineage.TermOf(primary.ReplicationId, durable) is { } published
        && Lineage.Of(copy.Report, durable).Term >= published;

    /// <summary>Every copy there is has answered: nothing better can come. What is left is whether the best is good enough to go on by itself.</summary>
    private static QuorumVerdict JudgeAll(CopyOfData best, IReadOnlyList<CopyOfData> copies, DurableState durable, bool mustBeProven, Persistence persistence)
    {
        if (durable.Term == 0 && !copies.Any(copy => copy.Report.HasKeys)) return new(best, $"a fresh group; {best.Node} comes first");
        var lineage = Lineage.Of(best.Report, durable);
        if (lineage.Term == 0 && !mustBeProven && persistence == Persistence.Aof
            && copies.FirstOrDefault(copy => copy.Node == durable.Primary?.Node && copy.Priority > 0) is { } wrote)
            return new(wrote, $"every process was lost and every copy answers; a log of writes names no history: {wrote.Node} led last and has the most by that");
        if (lineage.Term == 0 && copies.Any(copy => copy.Report.HasKeys && copy.Node != best.Node))
            return new(null, "every node answers, none with a history that was committed, and more than one may hold data: decide by `failover --accept-data-loss`");
        if (copies.FirstOrDefault(copy => copy.Priority == 0 && copy.Report.HasKeys && Lineage.Of(copy.Report, durable).CompareTo(lineage) > 0) is { } fuller)
            return new(null, $"{fuller.Node} has more than {best.Node} and may not lead (priority 0): give it a priority, or decide by `failover --accept-data-loss`");
        if (!IsBehindLastSeen(lineage, durable)) return new(best, $"every copy answers; {best.Node} is at or past all that was last seen");
        if (mustBeProven && durable.Primary is not null)
            return new(null, $"every copy answers and the best, {best.Node}, is behind what was last seen: acknowledged writes may be missing; decide by `failover --accept-data-loss`");
        return new(best, $"every process was lost and every copy answers; {best.Node} has the most, though less than was last seen: a guess");
    }

    private static bool IsBehindLastSeen(Lineage best, DurableState durable)
    {
        foreach (var member in durable.Members)
        {
            if (member.LastSeen is not { } seen || Lineage.TermOf(seen.ReplicationId, durable) is not { } term) continue;
            if (best.CompareTo(new(term, seen.Offset)) < 0) return true;
        }

        return false;
    }

    private static string Missing(IReadOnlyList<string> unseen) => unseen.Count == 0 ? "" : $"; not seen: {string.Join(", ", unseen)}";
}
