namespace Mainstay.Core.Failover;

/// <summary>The old primary is sealed and still feeds its replicas: wait until the target has all of it, and go back when it does not come.</summary>
internal sealed class CatchingUpRule(MachineState state, Choices choices) : IPhaseRule
{
    private Instant _probedAt;

    public void Advance()
    {
        var change = state.Change!;
        var final = change.Final!;
        var old = state.Nodes.Find(change.Old!.Node)!;
        if (old.ProcessGone || old.Silent || old.Report?.RunId != final.RunId)
        {
            change.PrimaryDied = true;
            change.Seals.Remove(old.Name);
            change.Final = null;
            state.Go(TransitionEdge.PrimaryLostMeanwhile, ControlPhase.Sealing);
            return;
        }

        var target = state.Nodes.Find(change.Target!)!;
        if (target.Report is { } report && HasAll(report, final))
        {
            choices.Commit(TransitionEdge.TargetCaughtUp, target.Name, report, $"{target.Name} has everything up to offset {final.Offset}");
            return;
        }

        var overdue = state.Now - change.CatchUpBegan!.Value >= FailoverTimings.CatchUp;
        if (overdue || target.ProcessGone || target.Silent)
        {
            change.GaveUp = $"{target.Name} did not reach offset {final.Offset} within {FailoverTimings.CatchUp.TotalSeconds:0} s";
            choices.Commit(TransitionEdge.CatchUpFailed, old.Name, final, change.GaveUp);
            return;
        }

        // A look as soon as the last one was answered: the clients wait.
        if (_probedAt < change.CatchUpBegan.Value || target.ReportedAt > _probedAt || state.Now - _probedAt >= TimeSpan.FromMilliseconds(20))
        {
            _probedAt = state.Now;
            state.Emit(new FailoverAction.Probe(target.Name));
        }
    }

    private bool HasAll(NodeReport report, NodeReport final) =>
        report.ReplicationId == final.ReplicationId && report.Offset >= final.Offset && !report.Synchronising
        && state.Durable.Member(state.Change!.Target!)?.RunId == report.RunId;
}
