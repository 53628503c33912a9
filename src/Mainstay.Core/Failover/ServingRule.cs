namespace Mainstay.Core.Failover;

/// <summary>A primary is published: watch it, keep the group whole, commit what changes within the term.</summary>
internal sealed class ServingRule(
    MachineState state, ChangeStart start, OperatorDesk desk, Admissions admissions, NodeRepair repair, WriteGuard guard, Retirement retirement) : IPhaseRule
{
    private readonly ReplicaCutOff _cutOff = new(state);

    public void Advance()
    {
        state.RetryCommit();
        if (state.Durable.Paused) return;
        if (PrimaryLoss.Judge(state.Nodes, state.Durable, state.Spec.Detect, state.Now) is { } lost)
        {
            start.Try(ChangeCause.Loss, TransitionEdge.PrimaryLost, lost);
            return;
        }

        if (_cutOff.Judge() is { } cutOff)
        {
            start.Try(ChangeCause.CutOff, TransitionEdge.PrimaryLost, cutOff);
            return;
        }

        start.NotNeeded();
        desk.AdvanceRemoval();
        admissions.Advance();
        guard.Advance();
        repair.Advance();
        retirement.Advance();
    }
}
