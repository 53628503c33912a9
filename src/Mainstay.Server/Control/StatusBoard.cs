using System.Collections.Concurrent;
using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Control.Remarks;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Control;

/// <summary>Puts together what is shown of a group: the published topology, and figures that change too often to be part of it.</summary>
internal sealed class StatusBoard(GroupSpec spec, INodeSupervisor supervisor)
{
    private readonly ConcurrentDictionary<string, NodeReport> _reports = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refusals = new(StringComparer.Ordinal);
    private volatile GroupTopology _topology = Unpublished(spec);
    private volatile string _reason = "";

    /// <summary>What a node that others start says of its configuration; null for those we start.</summary>
    public Func<string, NodeFacts?> Facts { get; set; } = _ => null;

    /// <summary>What is known just now.</summary>
    public GroupStatus Status
    {
        get
        {
            var topology = _topology;
            var primary = topology.PrimaryNode is { } node ? _reports.GetValueOrDefault(node.Name) : null;
            return new GroupStatus(topology, [.. topology.Nodes.Select(one => Figures(one, primary))], _reason);
        }
    }

    /// <summary>A node answered.</summary>
    public void Reported(string node, NodeReport report)
    {
        _reports[node] = report;
        _refusals.TryRemove(node, out _);
    }

    /// <summary>A node lives and gives no report. Whether that is news.</summary>
    public bool Refused(string node, string why)
    {
        if (_refusals.TryGetValue(node, out var known) && known == why) return false;
        _refusals[node] = why;
        return true;
    }

    /// <summary>A node does not answer: its figures are void. One that is merely busy keeps them.</summary>
    public void Unreachable(string node, UnreachableEvidence evidence)
    {
        if (evidence != UnreachableEvidence.Busy) _reports.TryRemove(node, out _);
    }

    /// <summary>A node is no member any more.</summary>
    public void Forget(string node) => _reports.TryRemove(node, out _);

    /// <summary>A new snapshot.</summary>
    public void Published(GroupTopology topology) => _topology = topology;

    /// <summary>A new reason.</summary>
    public void Explained(string reason) => _reason = reason;

    private NodeFigures Figures(TopologyNode node, NodeReport? primary)
    {
        var report = _reports.GetValueOrDefault(node.Name);
        var process = supervisor.Activity(node.Name)?.ProcessId ?? (int?)report?.ProcessId;
        return new NodeFigures(node.Name, report?.Offset, Lag(node, report, primary), process, [.. supervisor.SavedTails(node.Name)]) { Remarks = Remarks(node.Name), Report = report };
    }

    private ImmutableArray<string> Remarks(string node) =>
        Facts(node) is { } facts ? NodeRemarks.Of(facts with { ReportRefused = _refusals.GetValueOrDefault(node) }) : [];

    private static long? Lag(TopologyNode node, NodeReport? report, NodeReport? primary)
    {
        if (node.Role == NodeRole.Primary) return report is null ? null : 0;
        // Offsets of different histories don't compare. The two reports are not of one instant, so a replica may seem to be ahead.
        return report is null || primary is null || report.ReplicationId != primary.ReplicationId ? null : Math.Max(0, primary.Offset - report.Offset);
    }

    private static GroupTopology Unpublished(GroupSpec spec) => new()
    {
        Group = spec.Name,
        Term = 0,
        Revision = 0,
        State = GroupState.Starting,
        Nodes = [.. spec.Nodes.Select(node => new TopologyNode(node.Name, node.Address, NodeRole.Unknown, NodeHealth.Syncing, null) { UnixSocket = node.UnixSocket })],
    };
}
