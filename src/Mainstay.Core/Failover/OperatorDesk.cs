using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>Takes what operators ask for, and answers each exactly once.</summary>
internal sealed class OperatorDesk(MachineState state, ChangeStart start, Membership membership, NodeRemoval removal)
{
    /// <summary>More requests than that at once are refused.</summary>
    private const int MostWaiting = 64;

    private readonly SwitchoverFitness _fitness = new(state);
    private readonly Restoration _restoration = new(state, start);
    private readonly Queue<(long RequestId, OperatorRequest Request)> _waiting = [];
    private (long RequestId, bool Pause)? _pausing;

    public void Take(long requestId, OperatorRequest request)
    {
        if (_waiting.Count < MostWaiting) _waiting.Enqueue((requestId, request));
        else Refuse(requestId, "too many requests wait already");
    }

    /// <summary>Deals with what waits, as soon as no commit within the term is under way.</summary>
    public void Advance()
    {
        while (_waiting.Count > 0 && (state.Commit is null || state.Change is not null))
        {
            var (requestId, request) = _waiting.Dequeue();
            Begin(requestId, request);
        }
    }

    /// <summary>A change ended with a published primary.</summary>
    public void ChangeEnded(PrimaryChange change, PrimaryIdentity primary, TimeSpan took)
    {
        if (change.RequestId is not { } requestId) return;
        var accepted = change.GaveUp is null && (change.Target is null || change.Target == primary.Node);
        var summary = accepted && change.Restores ? $"the backup is in force: {primary.Node} leads with it in term {state.Durable.Term}"
            : accepted ? $"{primary.Node} is the primary of term {state.Durable.Term}"
            : $"{primary.Node} is the primary: {change.GaveUp ?? $"{change.Target} could not take over"}";
        Reply(requestId, new(accepted, summary, []) { From = change.Old?.Node, To = primary.Node, Took = took });
    }

    /// <summary>A change ended without anything committed.</summary>
    public void ChangeFailed(PrimaryChange? change, string why)
    {
        if (change?.RequestId is { } requestId) Refuse(requestId, why);
    }

    /// <summary>The commit within a term ended; <paramref name="failure"/> null when it was committed.</summary>
    public void RevisionEnded(string? failure)
    {
        Answer(membership.RevisionEnded(failure));
        Answer(removal.RevisionEnded(failure));
        if (_pausing is not { } pausing) return;
        _pausing = null;
        if (failure is not null)
        {
            Refuse(pausing.RequestId, failure);
            return;
        }

        var summary = pausing.Pause ? "paused: no automatic failover or repair until `resume`" : "resumed";
        state.Explain(summary);
        Reply(pausing.RequestId, new(true, summary, []) { From = state.Durable.Primary?.Node, To = state.Durable.Primary?.Node });
    }

    /// <summary>Goes on with a node that is being taken out.</summary>
    public void AdvanceRemoval() => Answer(removal.Advance());

    /// <summary>A change of primary, or of controller, ends the removal that was under way.</summary>
    public void RemovalInterrupted(string why) => Answer(removal.Interrupted(why));

    private void Begin(long requestId, OperatorRequest request)
    {
        if (state.Phase == ControlPhase.Standby)
        {
            Refuse(requestId, "this daemon does not lead the group just now; ask again");
            return;
        }

        switch (request)
        {
            case OperatorRequest.Switchover switchover: Switchover(requestId, switchover); break;
            case OperatorRequest.Failover failover: Failover(requestId, failover); break;
            case OperatorRequest.Pause: Pause(requestId, pause: true); break;
            case OperatorRequest.Resume: Pause(requestId, pause: false); break;
            case OperatorRequest.AddNode add: AddNode(requestId, add.Node); break;
            case OperatorRequest.Restore restore: Restore(requestId, restore); break;
            case OperatorRequest.RemoveNode remove: RemoveNode(requestId, remove); break;
        }
    }

    private void Switchover(long requestId, OperatorRequest.Switchover request)
    {
        if (Busy() is { } busy || Paused(out busy) || (busy = _fitness.Hindrance()) is not null)
        {
            Refuse(requestId, busy!);
            return;
        }

        var reasons = _fitness.Reasons().ToList();
        var target = request.To is null ? _fitness.Fittest() : state.Nodes.Find(request.To);
        var refusal = target is null ? (request.To is null ? "no replica is fit to take over" : $"{request.To} is no node of {state.Spec.Name}")
            : _fitness.Unfit(target) is { } unfit ? $"{target.Name} {unfit}" : null;
        var primary = state.Durable.Primary!;
        if (refusal is not null)
        {
            Reply(requestId, new(false, refusal, [.. reasons]) { From = primary.Node });
        }
        else if (request.DryRun)
        {
            Reply(requestId, new(true, $"{target!.Name} would take over from {primary.Node}", [.. reasons, .. SwitchoverPlan.Steps(state, target.Name)]) { From = primary.Node, To = target.Name });
        }
        else
        {
            BeginPlanned(requestId, target!.Name, $"an operator moves the primary from {primary.Node} to {target.Name}");
        }
    }

    private void Failover(long requestId, OperatorRequest.Failover request)
    {
        if (state.Phase == ControlPhase.NoPrimary && request.AcceptDataLoss)
        {
            state.Change!.AcceptLoss = true;
            ChangeFailed(state.Change, "another operator's order took its place");
            state.Change.RequestId = requestId;
            return;
        }

        if (Busy() is { } busy || Paused(out busy))
        {
            Refuse(requestId, busy!);
        }
        else if (state.Phase == ControlPhase.Serving && start.Stuck is null && !request.AcceptDataLoss)
        {
            if (_fitness.Hindrance() is { } hindrance) Refuse(requestId, hindrance.Replace("use `failover`", "its failure is being judged", StringComparison.Ordinal));
            else if (_fitness.Fittest() is { } target) BeginPlanned(requestId, target.Name, $"an operator leaves {state.Durable.Primary!.Node}");
            else Reply(requestId, new(false, "no replica has everything; --accept-data-loss leads with the best one all the same", [.. _fitness.Reasons()]) { From = state.Durable.Primary!.Node });
        }
        else if (!request.AcceptDataLoss)
        {
            Refuse(requestId, $"{start.Stuck ?? "no primary was found yet"}; --accept-data-loss leads with the best copy that answers");
        }
        else if (start.Judge(acceptLoss: true) is { Enough: false } verdict && !state.Nodes.All.Exists(node => node is { DataLost: true, Spec.Managed: true }))
        {
            Refuse(requestId, verdict.Reason);
        }
        else
        {
            var change = new PrimaryChange(ChangeCause.Forced, "an operator orders a failover and accepts the loss", state.Durable.Primary, state.Now)
            {
                Origin = state.Phase,
                RequestId = requestId,
                AcceptLoss = true,
            };
            start.Begin(change, TransitionEdge.FailoverOrdered);
        }
    }

    private void Restore(long requestId, OperatorRequest.Restore request)
    {
        if ((state.Phase != ControlPhase.NoPrimary && Busy() is { } busy) || Paused(out busy) || (busy = _restoration.Hindrance(request.To)) is not null)
        {
            Refuse(requestId, busy!);
            return;
        }

        var target = _restoration.Target(request.To)!;
        if (request.DryRun)
        {
            Reply(requestId, new(true, $"{target.Name} would be filled with the backup and lead {state.Spec.Name}", [.. _restoration.Plan(target)]) { From = state.Durable.Primary?.Node, To = target.Name });
            return;
        }

        RemovalInterrupted("a backup takes the place of the data");
        ChangeFailed(state.Change, "another operator's order took its place");
        _restoration.Begin(requestId, target, request.Source);
    }

    private void AddNode(long requestId, NodeSpec node)
    {
        if (Fixed() is { } why || (why = membership.Refusal(node)) is not null) Refuse(requestId, why!);
        else membership.Add(requestId, node);
    }

    private void RemoveNode(long requestId, OperatorRequest.RemoveNode request)
    {
        if (Fixed() is { } why || (why = removal.Refusal(request.Node)) is not null) Refuse(requestId, why!);
        else if (request.DryRun) Reply(requestId, new(true, $"{request.Node} would be taken out of {state.Spec.Name}", [.. removal.Plan(request.Node)]) { From = state.Durable.Primary!.Node });
        else removal.Begin(requestId, request.Node);
    }

    /// <summary>Why the members cannot be changed now; null when they can.</summary>
    private string? Fixed()
    {
        if (Busy() is { } busy || Paused(out busy)) return busy;
        if (membership.IsBusy || removal.IsBusy) return "another node is being added or removed; ask again when that has ended";
        var serves = state.Phase == ControlPhase.Serving && start.Stuck is null && state.Durable.Primary is { } primary
            && state.Nodes.Find(primary.Node) is { } node && node.AnswersAs(primary.RunId, state.Now, state.Spec.Detect);
        return serves ? null : $"{state.Spec.Name} has no primary that answers; its nodes can be changed once it has";
    }

    private void Answer((long RequestId, OperatorReply Answer)? ended)
    {
        if (ended is var (requestId, answer)) Reply(requestId, answer);
    }

    private void BeginPlanned(long requestId, string target, string reason) =>
        start.Begin(
            new(ChangeCause.Switchover, reason, state.Durable.Primary, state.Now) { Origin = state.Phase, Target = target, RequestId = requestId },
            TransitionEdge.SwitchoverOrdered);

    private void Pause(long requestId, bool pause)
    {
        if (Busy() is { } busy) Refuse(requestId, busy);
        else if (state.Durable.Paused == pause) Reply(requestId, new(true, pause ? "already paused" : "not paused", []));
        else if (state.Durable.Term == 0) Refuse(requestId, "the group has no primary yet");
        else
        {
            RemovalInterrupted("an operator pauses the group");
            _pausing = (requestId, pause);
            state.BeginCommit(CommitKind.Revision, state.Durable with { Paused = pause, Revision = state.Durable.Revision + 1 });
        }
    }

    private string? Busy() => state.Change is not null ? "a change of primary is under way; ask again when it has ended" : null;

    private bool Paused(out string? why)
    {
        why = state.Durable.Paused ? $"the group is paused; `resume {state.Spec.Name}` first" : null;
        return why is not null;
    }

    private void Refuse(long requestId, string why) => Reply(requestId, new(false, why, []) { From = state.Durable.Primary?.Node });

    private void Reply(long requestId, OperatorReply reply) => state.Emit(new FailoverAction.Reply(requestId, reply));
}
