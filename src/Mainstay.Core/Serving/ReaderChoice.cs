using Mainstay.Core.Topology;

namespace Mainstay.Core.Serving;

/// <summary>Which node a session of a reader endpoint reads from.</summary>
public static class ReaderChoice
{
    /// <summary>
    /// The online replica with the fewest sessions now, among equals the one that had the fewest ever (so that clients who connect anew
    /// for each command are spread too), then the first of the configuration; the primary when there is none; null when there is no
    /// primary either. <paramref name="avoid"/> is taken only when nothing else is there.
    /// </summary>
    /// <param name="topology">The group.</param>
    /// <param name="sessionsOf">How many sessions each node has.</param>
    /// <param name="avoid">A node that just failed the session.</param>
    /// <param name="fallBack">Whether the primary takes reads while no replica is fit; else there is no node for them then.</param>
    public static TopologyNode? Choose(GroupTopology topology, Func<string, (int Now, long Ever)> sessionsOf, string? avoid, bool fallBack = true)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(sessionsOf);
        TopologyNode? best = null;
        foreach (var node in topology.Nodes)
            if (IsFit(node) && node.Name != avoid && (best is null || sessionsOf(node.Name).CompareTo(sessionsOf(best.Name)) < 0)) best = node;
        if (best is not null) return best;
        var primary = fallBack ? topology.PrimaryNode : null;
        if (primary is not null && primary.Name != avoid) return primary;
        return avoid is not null && topology.Node(avoid) is { } avoided && IsFit(avoided) ? avoided : primary;
    }

    /// <summary>
    /// Whether a session may stay where it is. While the group has no primary its replicas are sealed, which shows as syncing: they
    /// still answer, as well as they can. One that lags is left while there is a primary, for there is somebody to read from.
    /// </summary>
    public static bool MayStay(GroupTopology topology, string node, string? runId)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (topology.Node(node) is not { } present || (runId is not null && present.RunId is not null && runId != present.RunId)) return false;
        if (IsFit(present)) return true;
        return topology.Primary is null && present.Role != NodeRole.Primary && present.Health is NodeHealth.Syncing or NodeHealth.Lagging;
    }

    private static bool IsFit(TopologyNode node) => node.Role == NodeRole.Replica && node.Health == NodeHealth.Online;
}
