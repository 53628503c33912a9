namespace Mainstay.Core.Failover;

/// <summary>Commits the one process that may be promoted in the present term.</summary>
internal sealed class Choices(MachineState state)
{
    public void Commit(TransitionEdge edge, string node, NodeReport report, string reason)
    {
        state.Explain($"{node} is chosen: {reason}");
        state.Go(edge, ControlPhase.CommittingChoice);
        state.BeginCommit(CommitKind.Choice, state.Durable with
        {
            Phase = TermPhase.Chosen,
            Choice = new(node, report.RunId, report.Position),
            Members = MemberRecords.WithLastSeen(state),
        });
    }
}
