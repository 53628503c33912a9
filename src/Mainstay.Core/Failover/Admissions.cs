using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>Commits what changes within a term: restarted processes that count again, a history's new name, last positions, saved tails, ended leavers.</summary>
internal sealed class Admissions(MachineState state, SavedTails tails, Retirement retirement)
{
    private Instant _recordedAt;
    private Instant _notBefore;

    /// <summary>The store failed: wait a little.</summary>
    public void Failed() => _notBefore = state.Now + FailoverTimings.CommitRetry;

    public void Advance()
    {
        if (state.Commit is not null || state.Now < _notBefore) return;
        var durable = state.Durable;
        var primary = durable.Primary!;
        if (state.Nodes.Find(primary.Node) is not { } sighting || !sighting.AnswersAs(primary.RunId, state.Now, state.Spec.Detect)) return;
        var next = WithRenamedHistory(durable, sighting.Report!);
        next = WithAdmitted(next, sighting.Report!);
        next = retirement.Without(tails.Without(next));
        var positionsDue = state.Now - _recordedAt >= FailoverTimings.RecordPositions;
        if (ReferenceEquals(next, durable) && !positionsDue) return;

        var members = MemberRecords.WithLastSeen(state);
        next = next with { Members = [.. members.Select(member => member with { RunId = next.Member(member.Node)?.RunId ?? member.RunId })] };
        _recordedAt = state.Now;
        if (!SaysTheSame(next, durable)) state.BeginCommit(CommitKind.Revision, next);
    }

    /// <summary>The same process, never demoted, began its history anew under another id: see <see cref="PrimaryLoss.IsRenamed"/>.</summary>
    private static DurableState WithRenamedHistory(DurableState durable, NodeReport report)
    {
        if (report.ReplicationId == durable.Primary!.ReplicationId || !PrimaryLoss.IsRenamed(report)) return durable;
        return durable with
        {
            Revision = durable.Revision + 1,
            Primary = durable.Primary with { ReplicationId = report.ReplicationId, SecondOffset = report.SecondOffset },
            Histories = Succession.Append(durable.Histories, report.ReplicationId, durable.Term),
        };
    }

    /// <summary>A restarted process counts again once the primary lists it online at or past the offset of its admission.</summary>
    private DurableState WithAdmitted(DurableState durable, NodeReport primary)
    {
        var members = durable.Members.IsEmpty || durable.Members.Length != state.Nodes.All.Count ? MemberRecords.WithLastSeen(state) : durable.Members;
        var admitted = members;
        foreach (var node in state.Nodes.All)
        {
            if (node.Name == durable.Primary!.Node || node.Spec.Priority == 0 || !node.Answers(state.Now, state.Spec.Detect)) continue;
            if (node.Report is not { Role: NodeRole.Replica, LinkUp: true } report || durable.Member(node.Name)?.RunId == report.RunId) continue;
            var link = state.Nodes.Link(primary, node.Spec);
            if (link is not { Online: true } || node.Unsettled) continue;
            node.AdmissionOffset ??= primary.Offset;
            if (link.Offset >= node.AdmissionOffset) admitted = MemberRecords.Admit(admitted, node.Name, report.RunId);
        }

        return admitted == durable.Members ? durable : durable with { Revision = durable.Revision + 1, Members = admitted };
    }

    private static bool SaysTheSame(DurableState next, DurableState durable) =>
        next.Revision == durable.Revision && next.UnsavedTails.Length == durable.UnsavedTails.Length && next.Leavers.Length == durable.Leavers.Length && next.Members.AsSpan().SequenceEqual(durable.Members.AsSpan());
}
