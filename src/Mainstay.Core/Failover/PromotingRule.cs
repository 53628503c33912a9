using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>The chosen process is told to lead and looked at until it does; the answer itself may be lost.</summary>
internal sealed class PromotingRule(MachineState state, Publications publications, ChosenNode chosen) : IPhaseRule
{
    private Instant _probedAt;

    public void Advance()
    {
        var change = state.Change!;
        var choice = state.Durable.Choice!;
        if (change.PromoteBegan is not { } began)
        {
            change.PromoteBegan = state.Now;
            Promote(change, choice);
            return;
        }

        var node = state.Nodes.Find(choice.Node);
        change.Promoted ??= node?.Report is { Role: NodeRole.Primary } seen && seen.RunId == choice.RunId && node.ReportedAt > began ? seen : null;
        if (change.Promoted is { } promoted)
        {
            state.Emit(new FailoverAction.WriteNoOp(state.NextId(), choice.Node, choice.RunId));
            publications.Commit(TransitionEdge.SeenAsPrimary, new(choice.Node, promoted.RunId, promoted.ReplicationId, promoted.SecondOffset));
            return;
        }

        var why = chosen.Lost(choice) ?? (state.Now - began >= FailoverTimings.SeePrimary ? $"{choice.Node} was chosen and does not become primary" : null);
        if (why is not null)
        {
            chosen.BeginNewTerm(why);
            return;
        }

        if (change.PromoteId is not null || state.Now - _probedAt < TimeSpan.FromMilliseconds(100)) return;
        _probedAt = state.Now;
        state.Emit(new FailoverAction.Probe(choice.Node));
        Promote(change, choice);
    }

    private void Promote(PrimaryChange change, Choice choice)
    {
        change.PromoteId = state.NextId();
        state.Emit(new FailoverAction.Promote(change.PromoteId.Value, choice.Node, choice.RunId));
    }
}
