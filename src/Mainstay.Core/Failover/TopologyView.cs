using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>Makes the snapshot that endpoints and people see, and says when it changed.</summary>
internal sealed class TopologyView(MachineState state, ChangeStart start)
{
    private GroupTopology? _last;

    /// <summary>The present snapshot if it differs from the last one given out.</summary>
    public GroupTopology? Changed()
    {
        // Another controller's snapshots are the ones to follow.
        if (state.Phase == ControlPhase.Standby) return null;
        var next = Make();
        if (_last is { } last && next == last with { Nodes = next.Nodes } && next.Nodes.AsSpan().SequenceEqual(last.Nodes.AsSpan())) return null;
        return _last = next;
    }

    private GroupTopology Make()
    {
        // Until the next term is committed, the primary that was seen is still the one to send to.
        var serves = state.Phase == ControlPhase.Serving || state is { Phase: ControlPhase.CommittingTerm, Change.Origin: ControlPhase.Serving };
        var primary = serves ? state.Durable.Primary : null;
        return new()
        {
            Group = state.Spec.Name,
            Term = state.Durable.Term,
            Revision = state.Durable.Revision,
            State = StateOf(),
            Primary = primary,
            Nodes = [.. state.Nodes.All.Select(node => Node(node, primary))],
        };
    }

    private GroupState StateOf() => state.Phase switch
    {
        _ when state.Durable.Paused && state.Phase == ControlPhase.Serving => GroupState.Paused,
        ControlPhase.Serving => start.Stuck is null ? GroupState.Serving : GroupState.NoPrimary,
        ControlPhase.Starting => start.Stuck is null || state.Durable.Primary is null ? GroupState.Starting : GroupState.NoPrimary,
        ControlPhase.NoPrimary => GroupState.NoPrimary,
        _ => state.Change switch
        {
            { Planned: true } or { Cause: ChangeCause.Restore } => GroupState.Switching,
            { Cause: ChangeCause.Bootstrap or ChangeCause.Adoption } => GroupState.Starting,
            _ => GroupState.FailingOver,
        },
    };

    private TopologyNode Node(NodeSighting node, PrimaryIdentity? primary)
    {
        var role = node.Name == primary?.Node ? NodeRole.Primary : node.Report is { Role: NodeRole.Replica } && !node.ProcessGone ? NodeRole.Replica : NodeRole.Unknown;
        return new(node.Name, node.Spec.Address, role, HealthOf(node, primary), node.Report?.RunId) { UnixSocket = node.Spec.UnixSocket };
    }

    private NodeHealth HealthOf(NodeSighting node, PrimaryIdentity? primary)
    {
        if (node.DataLost) return NodeHealth.Replaced;
        if (node.ProcessGone) return NodeHealth.Down;
        if (node.Silent || node.Report is not { } report) return NodeHealth.Silent;
        if (report.Loading) return NodeHealth.Syncing;
        if (primary is null) return report.Sealed ? NodeHealth.Syncing : NodeHealth.Online;
        if (node.Name == primary.Node) return report.RunId == primary.RunId ? NodeHealth.Online : NodeHealth.Syncing;
        if (state.Nodes.Find(primary.Node)?.Report is not { Role: NodeRole.Primary } listing) return report.LinkUp ? NodeHealth.Online : NodeHealth.Syncing;
        if (node.Unsettled || !report.LinkUp || state.Nodes.Link(listing, node.Spec) is not { Online: true } link) return NodeHealth.Syncing;

        // A restarted process that does not count yet could not take over: a group of such is not whole.
        if (node.Spec.Priority != 0 && state.Durable.Member(node.Name)?.RunId != report.RunId) return NodeHealth.Syncing;
        var behind = state.Nodes.BytesBehind(listing, node);
        var lagged = _last?.Node(node.Name) is { Health: NodeHealth.Lagging } before && before.RunId == report.RunId;
        return ReplicaLag.IsBeyond(state.Spec.Reader, behind, ReplicaLag.Unheard(node, link, behind, state.Now), lagged) ? NodeHealth.Lagging : NodeHealth.Online;
    }
}
