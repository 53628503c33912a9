using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>Leads, and the published primary was not seen yet: adopt it as it is, or begin a term.</summary>
internal sealed class StartingRule(MachineState state, ChangeStart start) : IPhaseRule
{
    public void Advance()
    {
        state.RetryCommit();
        var durable = state.Durable;
        if (durable is { Phase: TermPhase.Published, Primary: { } primary } && IsConfirmed(primary))
        {
            start.NotNeeded();
            state.Explain($"{primary.Node} answers as the primary of term {durable.Term}");
            state.Go(TransitionEdge.PrimaryConfirmed, ControlPhase.Serving);
            return;
        }

        if (durable.Paused) return;
        if (durable.Primary is null && state.Commit is null && state.Now >= start.NotBefore && FoundReplication.Primary(state) is { } found)
        {
            start.Begin(
                new(ChangeCause.Adoption, $"{found.Name} is a primary already, with its replicas", null, state.Now) { Origin = state.Phase, Target = found.Name },
                durable.Term == 0 ? TransitionEdge.Bootstrap : TransitionEdge.TermUnfinished);
            return;
        }

        if (durable.Term == 0) start.Try(ChangeCause.Bootstrap, TransitionEdge.Bootstrap, "the group has no primary yet");
        else if (durable.Phase != TermPhase.Published) start.Try(ChangeCause.Unfinished, TransitionEdge.TermUnfinished, $"term {durable.Term} ended without a primary");
        else if (PrimaryLoss.Judge(state.Nodes, durable, state.Spec.Detect, state.Now) is { } lost) start.Try(ChangeCause.Loss, TransitionEdge.PrimaryLost, lost);
    }

    private bool IsConfirmed(PrimaryIdentity primary)
    {
        if (state.Nodes.Find(primary.Node) is not { } node || !node.AnswersAs(primary.RunId, state.Now, state.Spec.Detect)) return false;
        var report = node.Report!;
        return report.Role == NodeRole.Primary && (report.ReplicationId == primary.ReplicationId || PrimaryLoss.IsRenamed(report));
    }
}
