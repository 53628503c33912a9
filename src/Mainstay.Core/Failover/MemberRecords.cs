using System.Collections.Immutable;

namespace Mainstay.Core.Failover;

/// <summary>What is to be committed of the members.</summary>
internal static class MemberRecords
{
    /// <summary>The configured members with the furthest position seen of each.</summary>
    public static ImmutableArray<MemberState> WithLastSeen(MachineState state) =>
        [.. state.Nodes.All.Select(node =>
        {
            var committed = state.Durable.Member(node.Name) ?? new(node.Name, null, null);
            return committed with { LastSeen = Furthest(committed.LastSeen, node, state.Durable) };
        })];

    /// <summary>The same members, <paramref name="node"/> as the process <paramref name="runId"/>.</summary>
    public static ImmutableArray<MemberState> Admit(ImmutableArray<MemberState> members, string node, string runId) =>
        [.. members.Select(member => member.Node == node ? member with { RunId = runId } : member)];

    /// <summary>The same members; the copies of those that <paramref name="gone"/> holds of count no more until they are admitted again.</summary>
    public static ImmutableArray<MemberState> Dismiss(ImmutableArray<MemberState> members, Func<string, bool> gone) =>
        [.. members.Select(member => gone(member.Node) ? member with { RunId = null } : member)];

    /// <summary>A restarted or sealed copy may show less than it had: the furthest position of the newest history stays.</summary>
    private static ReplicationPosition? Furthest(ReplicationPosition? recorded, NodeSighting node, DurableState durable)
    {
        if (node.Report is not { } report || node.Unsettled || Lineage.TermOf(report.ReplicationId, durable) is not { } term) return recorded;
        if (recorded is null || Lineage.TermOf(recorded.ReplicationId, durable) is not { } recordedTerm) return report.Position;
        return new Lineage(term, report.Offset).CompareTo(new(recordedTerm, recorded.Offset)) >= 0 ? report.Position : recorded;
    }
}
