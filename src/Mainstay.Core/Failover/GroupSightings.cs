using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>What is known of all members just now.</summary>
internal sealed class GroupSightings
{
    private readonly Dictionary<string, NodeSighting> _byName = [];

    /// <summary>A node that gives no report for longer does not answer all the time; a few probes may be late.</summary>
    private readonly TimeSpan _pause;

    public GroupSightings(GroupSpec spec)
    {
        _pause = spec.Detect / 4 > TimeSpan.FromSeconds(1) ? spec.Detect / 4 : TimeSpan.FromSeconds(1);
        Take(spec.Nodes);
    }

    /// <summary>In the order in which they joined.</summary>
    public List<NodeSighting> All { get; } = [];

    /// <summary>From now on these; what is known of those that stay as they are is kept.</summary>
    public void Take(ImmutableArray<NodeSpec> members)
    {
        List<NodeSighting> next = [.. members.Select(node => Find(node.Name) is { } known && known.Spec == node ? known : new NodeSighting(node))];
        All.Clear();
        All.AddRange(next);
        _byName.Clear();
        foreach (var sighting in next) _byName.Add(sighting.Name, sighting);
    }

    /// <summary>A node answered a probe.</summary>
    public void Take(string name, NodeReport report, DurableState durable, Instant now)
    {
        if (Find(name) is not { } node) return;
        if (node.Report?.RunId != report.RunId || now - node.ReportedAt > _pause) node.AnsweringSince = now;
        node.Reported(report, now);
        if (durable.Primary is not { } primary || Find(primary.Node) is not { Report: not null } leader) return;

        // While the primary itself said nothing, there was nothing to hear.
        var heard = TimeSpan.FromSeconds(report.LastHeardSeconds ?? 0);
        var answering = now - leader.AnsweringSince;
        node.Unheard = (heard < answering ? heard : answering) - (now - leader.ReportedAt);
    }

    public NodeSighting? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>How <paramref name="primary"/> lists <paramref name="node"/>: by address, or by port where an announced host differs.</summary>
    public ReplicaLink? Link(NodeReport primary, NodeSpec node)
    {
        ReplicaLink? byPort = null;
        foreach (var link in primary.Replicas)
        {
            if (link.Address == node.Address) return link;
            if (link.Address.Port == node.Address.Port && All.Count(other => other.Spec.Address.Port == node.Address.Port) == 1) byPort = link;
        }

        return byPort;
    }

    /// <summary>
    /// Bytes that <paramref name="node"/> is behind, by its own word or its last acknowledgement, whichever is further: after a partial
    /// resynchronisation the primary shows 0 until the first acknowledgement.
    /// </summary>
    public long BytesBehind(NodeReport primary, NodeSighting node)
    {
        var acknowledged = Link(primary, node.Spec)?.Offset ?? 0;
        var own = node.Report is { } report && report.ReplicationId == primary.ReplicationId ? report.Offset : 0;
        return Math.Max(0, primary.Offset - Math.Max(acknowledged, own));
    }

    /// <summary>Takes over what the published primary says of its replicas.</summary>
    public void TakeListing(DurableState durable)
    {
        if (durable.Primary is not { } primary || Find(primary.Node) is not { Report: { Role: NodeRole.Primary } report } || report.RunId != primary.RunId) return;
        foreach (var node in All)
            if (node.Name != primary.Node) node.Listed(Link(report, node.Spec));
    }

    /// <summary>The copies that answer, as they are now (not sealed).</summary>
    public List<CopyOfData> Copies(DurableState durable, Instant now, TimeSpan fresh) =>
        [.. All.Where(node => node.Answers(now, fresh)).Select(node => Copy(node, node.Report!, durable)).OfType<CopyOfData>()];

    /// <summary>A copy as judged for leading; null while it is loading or being filled.</summary>
    public CopyOfData? Copy(NodeSighting node, NodeReport report, DurableState durable)
    {
        if (report.Loading || report.Synchronising) return null;
        var wasPrimary = durable.Primary is { } primary && primary.Node == node.Name && primary.RunId == report.RunId;
        var valid = !node.Unsettled && node.Spec.Priority > 0 && (wasPrimary || durable.Member(node.Name)?.RunId == report.RunId);
        return new(node.Name, report, valid, wasPrimary, node.Spec.Priority, All.IndexOf(node));
    }

    /// <summary>Members without a copy among <paramref name="copies"/> whose data may exist.</summary>
    public List<string> Unseen(IReadOnlyList<CopyOfData> copies) =>
        [.. All.Where(node => !node.DataLost && !copies.Any(copy => copy.Node == node.Name)).Select(node => node.Name)];
}
