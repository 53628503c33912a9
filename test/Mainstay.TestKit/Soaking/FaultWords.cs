namespace Mainstay.TestKit.Soaking;

/// <summary>Sorts bursts into the kinds of a report. Pure.</summary>
internal static class FaultWords
{
    /// <param name="burst">One fault or two.</param>
    /// <param name="primary">The primary when it began.</param>
    public static string Of(IReadOnlyList<Fault> burst, string primary)
    {
        if (burst.Count > 1) return burst.Any(fault => fault.IsOfNode) ? "two at once, a node among them" : "two at once, no node among them";
        var whom = ServedGroup.NodeName(burst[0].Node) == primary ? "the primary" : "a replica";
        return burst[0].Kind switch
        {
            FaultKind.Crash => $"crash of {whom}",
            FaultKind.Hang => $"hang of {whom}",
            FaultKind.NodeEnd => $"SIGTERM of {whom}",
            FaultKind.Switchover => "switchover",
            FaultKind.DaemonKill => "kill -9 of the daemon",
            _ => "SIGTERM of the daemon",
        };
    }

    /// <summary>
    /// Whether acknowledged writes may be lost: only where a primary is left without being asked first. Two faults may make one of the node that
    /// the other befalls.
    /// </summary>
    public static bool MayLose(IReadOnlyList<Fault> burst, string primary) =>
        burst.Count == 1 ? burst[0].IsOfNode && ServedGroup.NodeName(burst[0].Node) == primary : burst.Any(fault => fault.IsOfNode);
}
