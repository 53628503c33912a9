namespace Mainstay.Core.Failover;

/// <summary>Judges from what was seen whether the published primary is gone. Busy is not dead, and what a replica still hears speaks for it.</summary>
internal static class PrimaryLoss
{
    /// <summary>Why it is gone, for people; null while it is not, or not yet known to be.</summary>
    public static string? Judge(GroupSightings nodes, DurableState durable, TimeSpan detect, Instant now)
    {
        if (durable.Primary is not { } primary || nodes.Find(primary.Node) is not { } sighting) return null;
        if (sighting.ProcessGone) return $"{primary.Node} is gone (its process ended)";
        if (sighting.Silent) return JudgeSilence(nodes, sighting, detect, now);
        if (sighting.Report is not { } report || sighting.Evidence is not null) return null;
        if (report.RunId != primary.RunId) return $"{primary.Node} is gone (another process answers there)";
        if (report.Role != Topology.NodeRole.Primary) return $"{primary.Node} is no longer a primary";
        if (report.ReplicationId != primary.ReplicationId && !IsRenamed(report)) return $"{primary.Node} writes another history than the published one";
        return null;
    }

    /// <summary>
    /// A server that has its first replica begins its history anew under a new id, without a former one (syncCommand in replication.c): the
    /// data are the same. A branch, in contrast, names the history it left.
    /// </summary>
    public static bool IsRenamed(NodeReport report) => report.SecondReplicationId is null && report.Role == Topology.NodeRole.Primary;

    private static string? JudgeSilence(GroupSightings nodes, NodeSighting primary, TimeSpan detect, Instant now)
    {
        if (primary.Report is not null && now - primary.ReportedAt < detect) return null;
        if (now - primary.EvidenceSince < detect) return null;
        foreach (var replica in nodes.All)
        {
            if (replica == primary || !replica.Answers(now, detect) || !replica.Report!.LinkUp || !replica.Report.Follows(primary.Spec.Address)) continue;

            // Whole seconds, rounded down: 0 may still be from before the silence, so the next report decides.
            if (replica.Report.LastHeardSeconds is 0 || replica.ReportedAt - primary.EvidenceSince < detect) return null;
        }

        return $"{primary.Name} is silent (no answer for more than {detect.TotalSeconds:0.0} s)";
    }
}
