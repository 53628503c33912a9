using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>
/// Decides for one group: inputs in, actions out. Pure: no IO, clock or ambient randomness, so that it runs in a simulator from a seed.
/// One phase at a time has the word (<see cref="TransitionTable"/>); each looks at what is known rather than at what just came. A dependent
/// action waits for the result that it depends on; results of an older term, or that were not asked for, have no effect.
/// Not safe for use by several threads at once.
/// </summary>
public sealed class FailoverMachine
{
    /// <summary>More steps than that after one input are a defect of the machine.</summary>
    private const int MostTransitionsPerInput = 64;

    private readonly MachineState _state;
    private readonly NodeOrders _orders;
    private readonly SavedTails _tails;
    private readonly WriteGuard _guard;
    private readonly ChangeStart _start;
    private readonly Membership _membership;
    private readonly NodeRemoval _removal;
    private readonly Retirement _retirement;
    private readonly OperatorDesk _desk;
    private readonly CommitResults _commits;
    private readonly TopologyView _view;
    private readonly Dictionary<ControlPhase, IPhaseRule> _rules;

    /// <param name="spec">The group.</param>
    /// <param name="restored">What the store holds, as far as known; replaced at the election.</param>
    /// <param name="seed">Different for each controller that ever ran: makes its commits recognisable.</param>
    public FailoverMachine(GroupSpec spec, DurableState restored, ulong seed)
    {
        _state = new(spec, restored, seed);
        _orders = new(_state);
        _tails = new(_state);
        _guard = new(_state, _orders);
        var revival = new NodeRevival(_state, _orders);
        _start = new(_state, revival);
        _membership = new(_state, _orders);
        _removal = new(_state, _orders, _guard);
        _retirement = new(_state, _orders);
        _desk = new(_state, _start, _membership, _removal);
        var choices = new Choices(_state);
        var chosen = new ChosenNode(_state, _start);
        var publications = new Publications(_state, _desk);
        var admissions = new Admissions(_state, _tails, _retirement);
        _commits = new(_state, _start, _desk, publications, admissions) { NewTerm = NewTerm };
        _view = new(_state, _start);
        var committing = new CommittingRule(_state);
        _rules = new()
        {
            [ControlPhase.Starting] = new StartingRule(_state, _start),
            [ControlPhase.Serving] = new ServingRule(_state, _start, _desk, admissions, new(_state, _orders, revival, _tails), _guard, _retirement),
            [ControlPhase.CommittingTerm] = committing,
            [ControlPhase.Fencing] = new FencingRule(_state, publications),
            [ControlPhase.Sealing] = new SealingRule(_state, choices),
            [ControlPhase.Restoring] = new RestoringRule(_state, choices),
            [ControlPhase.CatchingUp] = new CatchingUpRule(_state, choices),
            [ControlPhase.CommittingChoice] = new CommittingChoiceRule(_state, chosen),
            [ControlPhase.Promoting] = new PromotingRule(_state, publications, chosen),
            [ControlPhase.CommittingPublication] = committing,
            [ControlPhase.NoPrimary] = new NoPrimaryRule(_state, _start, revival),
        };
    }

    /// <summary>Where the machine stands.</summary>
    public ControlPhase Phase => _state.Phase;

    /// <summary>What it knows to be committed.</summary>
    public DurableState Durable => _state.Durable;

    /// <summary>Takes one input and appends what is to be done to <paramref name="output"/>, in the order in which it is to be begun.</summary>
    /// <exception cref="InvalidOperationException">An invariant of the machine is broken: a defect.</exception>
    public void Step(FailoverInput input, Instant now, List<FailoverAction> output)
    {
        _state.Now = now;
        _state.Output = output;
        Absorb(input);
        _membership.Adopt();
        _desk.Advance();
        if (_state.Phase != ControlPhase.Standby) Advance();
        if (_view.Changed() is { } topology) output.Add(new FailoverAction.Publish(topology));
    }

    private void Absorb(FailoverInput input)
    {
        switch (input)
        {
            case FailoverInput.NodeReported reported:
                _state.Nodes.Take(reported.Node, reported.Report, _state.Durable, _state.Now);
                _state.Nodes.TakeListing(_state.Durable);
                break;
            case FailoverInput.NodeUnreachable unreachable:
                _state.Nodes.Find(unreachable.Node)?.Unreachable(unreachable.Evidence, unreachable.Since, _state.Now);
                break;
            case FailoverInput.ActionCompleted completed:
                Complete(completed.Id, completed.Result);
                break;
            case FailoverInput.EndpointsFenced fenced when fenced.Term == _state.Durable.Term && _state.Phase == ControlPhase.Fencing:
                _state.Change!.Drained ??= fenced.Drained;
                break;
            case FailoverInput.OperatorRequested requested:
                _desk.Take(requested.RequestId, requested.Request);
                break;
            case FailoverInput.ReaderConfigured configured:
                _state.Spec = _state.Spec with { Reader = configured.Reader };
                break;
            case FailoverInput.LeadershipChanged changed:
                ChangeLeadership(changed);
                break;
        }
    }

    private void Advance()
    {
        for (var steps = 0; ; steps++)
        {
            if (steps == MostTransitionsPerInput) throw new InvalidOperationException($"no end of transitions in {_state.Phase}");
            var before = _state.Phase;
            _rules[before].Advance();
            if (_state.Phase == before) return;
        }
    }

    /// <summary>A result counts only for what waits for it.</summary>
    private void Complete(ActionId id, ActionResult result)
    {
        if (_state.Phase == ControlPhase.Standby) return;
        if (_state.Commit?.Id == id)
        {
            _commits.Take(result);
            return;
        }

        if (id.Term != _state.Durable.Term) return;
        if (result is ActionResult.Conflict { Current: var current } && current.Term > _state.Durable.Term)
        {
            // A command was held back because the store's term moved: without this, a controller that commits nothing would never learn it.
            _commits.Superseded(current);
            return;
        }

        if (_state.Change is { } change && CompleteChange(change, id, result)) return;
        if (_orders.Take(id, result) is { } order) CompleteOrder(order.Node, order.Kind, result);
    }

    private bool CompleteChange(PrimaryChange change, ActionId id, ActionResult result)
    {
        if (change.PromoteId == id)
        {
            change.PromoteId = null;
            if (result is ActionResult.Done { Report: { } promoted }) Saw(_state.Durable.Choice!.Node, promoted);
            return true;
        }

        if (change.Restore is { } restore && restore.Id == id)
        {
            restore.Report = (result as ActionResult.Done)?.Report;
            if (restore.Report is { } filled) Saw(change.Target!, filled);
            else restore.Failure = Words.Of(result);
            return true;
        }

        foreach (var (node, seal) in change.Seals)
        {
            if (seal.Id != id) continue;
            if (result is ActionResult.Done { Report: { } final })
            {
                seal.Report = final;
                Saw(node, final);
            }
            else
            {
                seal.FailedAt = _state.Now;
            }

            return true;
        }

        return false;
    }

    private void CompleteOrder(string node, string kind, ActionResult result)
    {
        // A node that was taken out is seen no more; it may still be ordered to end.
        var sighting = _state.Nodes.Find(node);
        if (result is ActionResult.Done { Report: { } report }) sighting?.Reported(report, _state.Now);
        else if (result is ActionResult.DataMissing) sighting?.DataLost = true;
        else if (result is not ActionResult.Done) _state.Explain($"{kind} {node}: {Words.Of(result)}");
        if (kind == OrderKind.SaveTail) _tails.Ended(node, result, _orders.Failures(node, kind));
        else if (kind == OrderKind.GuardWrites) _guard.Ordered(result);
        else if (kind == OrderKind.Mark) _removal.Marked(result);
        else if (kind == OrderKind.Retire) _retirement.Ended(node, result);
        else if (kind == OrderKind.Replace && result is ActionResult.Done) sighting?.DataLost = false;
    }

    private void Saw(string node, NodeReport report) => _state.Nodes.Find(node)!.Reported(report, _state.Now);

    private void ChangeLeadership(FailoverInput.LeadershipChanged changed)
    {
        const string Why = "another controller leads the group now";
        _desk.RevisionEnded(Why);
        _desk.RemovalInterrupted(Why);
        _desk.ChangeFailed(_state.Change, Why);
        _state.Change = null;
        _state.EndCommit();
        Forget();
        _start.NotNeeded();
        _state.Durable = changed.Restored;
        if (changed.Leading) _state.Go(TransitionEdge.Elected, ControlPhase.Starting);
        else _state.Go(TransitionEdge.Deposed, ControlPhase.Standby);
    }

    private void NewTerm()
    {
        _desk.RemovalInterrupted("the primary changes; ask again when that has ended");
        Forget();
    }

    private void Forget()
    {
        _retirement.Forget();
        _orders.Forget();
        _guard.Forget();
        _tails.Forget();
    }
}
