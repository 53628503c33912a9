namespace Mainstay.Core.Failover;

/// <summary>Orders copies by how much they have. Priorities and names only break ties.</summary>
internal static class CandidateRanking
{
    /// <summary>
    /// The copies that may lead, the most advanced first: by lineage, among unknown histories by having keys at all, then by priority (the
    /// lowest first), then the present primary (the least disturbance), then the order of the configuration.
    /// </summary>
    public static List<CopyOfData> Rank(IEnumerable<CopyOfData> copies, DurableState durable) =>
        [.. copies
            .Where(copy => copy.Priority > 0)
            .OrderByDescending(copy => Lineage.Of(copy.Report, durable).Term)
            .ThenByDescending(copy => Lineage.Of(copy.Report, durable).Term > 0 || copy.Report.HasKeys)
            .ThenByDescending(copy => copy.Report.HasKeys || Lineage.Of(copy.Report, durable).Term > 0 ? Lineage.Of(copy.Report, durable).Offset : 0)
            .ThenBy(copy => copy.Priority)
            .ThenByDescending(copy => copy.WasPrimary)
            .ThenBy(copy => copy.Order)];
}
