namespace Mainstay.Core.Failover;

/// <summary>
/// A sealed node is being filled with a backup. All other copies stay as they were sealed: when it fails, or its process ends, they are judged
/// as after any term that ended without a primary.
/// </summary>
internal sealed class RestoringRule(MachineState state, Choices choices) : IPhaseRule
{
    public void Advance()
    {
        var change = state.Change!;
        var restore = change.Restore!;
        var target = state.Nodes.Find(change.Target!)!;
        var failure = restore.Failure
            ?? (target.ProcessGone ? "its process ended" : target.Report?.RunId != restore.RunId ? "another process runs there now" : null);
        if (failure is not null)
        {
            change.GaveUp = $"{target.Name} could not be filled with the backup: {failure}";
            change.Seals.Remove(target.Name);
            state.Explain(change.GaveUp);
            state.Go(TransitionEdge.RestoreFailed, ControlPhase.Sealing);
        }
        else if (restore.Report is { } filled)
        {
            target.Filled();
            choices.Commit(TransitionEdge.Restored, target.Name, filled, "it holds the backup");
        }
    }
}
