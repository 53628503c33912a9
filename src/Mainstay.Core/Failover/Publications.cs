using System.Collections.Immutable;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>Commits the primary of the present term with its identity, and tells who waited.</summary>
internal sealed class Publications(MachineState state, OperatorDesk desk)
{
    public void Commit(TransitionEdge edge, PrimaryIdentity primary)
    {
        var change = state.Change!;
        var durable = state.Durable;
        var members = MemberRecords.Admit(MemberRecords.WithLastSeen(state), primary.Node, primary.RunId);
        state.Go(edge, ControlPhase.CommittingPublication);
        state.BeginCommit(CommitKind.Publication, durable with
        {
            Phase = TermPhase.Published,
            Primary = primary,
            Histories = Succession.Append(FilledHistory(change), primary.ReplicationId, durable.Term),
            // What the others hold was replaced: without this, the next failover could lead with it.
            Members = change.Restores ? MemberRecords.Dismiss(members, node => node != primary.Node) : members,
            UnsavedTails = [.. durable.UnsavedTails.Where(tail => tail.Node != primary.Node && tail.Node != change.Old?.Node), .. TailOf(change, primary)],
        });
    }

    /// <summary>The histories with that of a backup: a process that starts again from the file it was filled with carries it.</summary>
    private ImmutableArray<HistoryEntry> FilledHistory(PrimaryChange change)
    {
        var durable = state.Durable;
        return change.Restores && durable.Choice is { } choice ? Succession.Append(durable.Histories, choice.Position.ReplicationId, durable.Term) : durable.Histories;
    }

    /// <summary>It is committed: endpoints are told by the snapshot that follows, operators here.</summary>
    public void Committed()
    {
        var change = state.Change!;
        var primary = state.Durable.Primary!;
        state.Go(TransitionEdge.Published, ControlPhase.Serving);
        var took = state.Now - (change.FenceBegan ?? change.Began);
        state.Explain($"{primary.Node} is the primary of term {state.Durable.Term}, published {took.TotalMilliseconds:0} ms after the fence");
        desk.ChangeEnded(change, primary, took);
        state.Change = null;
    }

    /// <summary>What the old primary wrote beyond the branch exists only there, unless it was sealed and nothing was lost.</summary>
    private static IEnumerable<UnsavedTail> TailOf(PrimaryChange change, PrimaryIdentity primary)
    {
        if (!change.Restores && change.Old is { } old && old.Node != primary.Node && change.Final is null)
            yield return new(old.Node, old.RunId, old.ReplicationId, primary.SecondOffset);
    }
}
