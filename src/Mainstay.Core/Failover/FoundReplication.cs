using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>
/// Finds a replication that runs already, where no primary was ever published: servers that others started and set up. It is taken over as it
/// is; sealing its members would interrupt clients for nothing.
/// </summary>
internal static class FoundReplication
{
    /// <summary>
    /// Its primary; null unless it is beyond doubt: the only primary with keys or replicas, followed by each other node that holds keys, with
    /// more than half of the members answering.
    /// </summary>
    public static NodeSighting? Primary(MachineState state)
    {
        var answering = state.Nodes.All.Where(node => node.Answers(state.Now, state.Spec.Detect)).ToList();
        if (answering.Count * 2 <= state.Nodes.All.Count || state.Nodes.All.Exists(node => node.Report is null && node.Evidence is null)) return null;
        if (answering.Exists(node => node.Report!.Loading || node.Report.Synchronising)) return null;
        var primaries = answering.Where(node => node.Report is { Role: NodeRole.Primary } report && (report.HasKeys || !report.Replicas.IsEmpty)).ToList();
        if (primaries.Count != 1 || primaries[0] is not { Spec.Priority: > 0 } primary) return null;
        return answering.TrueForAll(node => node == primary || !node.Report!.HasKeys || Copies(node.Report, primary.Report!)) ? primary : null;
    }

    private static bool Copies(NodeReport replica, NodeReport primary) => replica.LinkUp && replica.ReplicationId == primary.ReplicationId;
}
