namespace Mainstay.Core.Failover;

/// <summary>Endpoints are stopping. A planned change gives up here when what was sent is not answered in time: nothing was touched yet.</summary>
internal sealed class FencingRule(MachineState state, Publications publications) : IPhaseRule
{
    public void Advance()
    {
        var change = state.Change!;
        if (change.Planned && PrimaryLoss.Judge(state.Nodes, state.Durable, state.Spec.Detect, state.Now) is not null) change.PrimaryDied = true;
        var wait = change.Drain + FailoverTimings.FenceWait;
        var overdue = state.Now - state.PhaseBegan >= wait;
        if (change.Drained is null && !overdue) return;
        if (change.Planned && change.Drained != true)
        {
            change.GaveUp = $"commands that were sent are not answered after {change.Drain.TotalSeconds:0} s";
            state.Explain($"{change.GaveUp}: {change.Old!.Node} stays primary");
            publications.Commit(TransitionEdge.DrainTimedOut, change.Old);
            return;
        }

        state.Go(change.Drained is null ? TransitionEdge.FenceUnanswered : TransitionEdge.Fenced, ControlPhase.Sealing);
    }
}
