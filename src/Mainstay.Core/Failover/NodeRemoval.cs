namespace Mainstay.Core.Failover;

/// <summary>
/// Takes a node out, so that the smaller group rules only once it can: the leaver is sealed or seen dead, so that it confirms nothing any more;
/// then enough of those that stay confirm what the primary had written by then; only then is it committed. Before that the old quorum holds, and
/// nothing of it is durable: a change of primary meanwhile ends it.
/// </summary>
internal sealed class NodeRemoval(MachineState state, NodeOrders orders, WriteGuard guard)
{
    private long _requestId;
    private Instant _began;
    private bool _final;
    private bool _marking;
    private long? _mark;
    private bool _committing;

    /// <summary>Whether an operator waits for a node to be taken out.</summary>
    public bool IsBusy => state.Leaving is not null;

    /// <summary>Why <paramref name="name"/> cannot be taken out now, for people; null when it can.</summary>
    public string? Refusal(string name)
    {
        var spec = state.Spec;
        if (state.Nodes.Find(name) is not { } node) return $"{name} is no node of {spec.Name}";
        if (name == state.Durable.Primary!.Node) return $"{name} is the primary; move it first: `switchover {spec.Name}`";
        if (node.Spec.Managed && !node.DataLost && state.Durable.UnsavedTails.Any(tail => tail.Node == name))
            return $"the last writes of {name} as a primary are being set aside; ask again in a moment";
        if (spec.Durability.IsSync && Staying(name).Count(other => IsOnline(other)) < spec.Durability.Acknowledgements)
            return $"without {name} fewer than {spec.Durability.Acknowledgements} replicas could confirm writes; add another node first";
        return null;
    }

    /// <summary>What would be done, step by step, for people.</summary>
    public IEnumerable<string> Plan(string name)
    {
        var node = state.Nodes.Find(name)!;
        var staying = Staying(name).ToList();
        yield return node.ProcessGone ? $"{name} does not run" : $"detach {name} from {state.Durable.Primary!.Node}, for good";
        if (staying.Count > 0) yield return $"wait until {string.Join(" or ", staying.Select(other => other.Name))} confirms what was written by then";
        yield return $"commit {state.Spec.Name} without {name}: {staying.Count + 1} {(staying.Count == 0 ? "node stays, and nothing could take over from it" : "nodes stay")}";
        yield return node.Spec.Managed ? $"end the process of {name} and set its data aside" : $"leave {name} running, the replica of nobody: it is not ours to end";
    }

    /// <summary>Begins.</summary>
    public void Begin(long requestId, string name)
    {
        (state.Leaving, _requestId, _began, _final, _marking, _mark, _committing) = (name, requestId, state.Now, false, false, null, false);
        state.Explain($"an operator takes {name} out of {state.Spec.Name}");
    }

    /// <summary>Goes on as far as what is seen allows. Returns an answer when it gave up.</summary>
    public (long RequestId, OperatorReply Answer)? Advance()
    {
        if (state.Leaving is not { } name || _committing) return null;
        var node = state.Nodes.Find(name)!;
        if (state.Now - _began >= FailoverTimings.RemovalPatience) return End(WhatIsMissing(node));
        _final = _final || IsFinal(node);
        if (!_final)
        {
            // The only replica: writes go on without it only once they need none.
            if (!guard.BindsWrites && orders.Free(name) && node.Answers(state.Now, state.Spec.Detect))
                orders.Give(name, OrderKind.Seal, id => new FailoverAction.Seal(id, name));
            return null;
        }

        var primary = state.Durable.Primary!;
        if (_mark is null)
        {
            // A report may have been under way since before the seal; the result of an order that begins now is not.
            if (!orders.Free(primary.Node)) return null;
            _marking = true;
            orders.Give(primary.Node, OrderKind.Mark, id => new FailoverAction.WriteNoOp(id, primary.Node, primary.RunId));
            return null;
        }

        if (state.Commit is null && Confirmed() >= Needed(name)) Commit(node);
        return null;
    }

    /// <summary>The order that shows what the primary has written ended.</summary>
    public void Marked(ActionResult result)
    {
        if (state.Leaving is not null && _marking && result is ActionResult.Done { Report: { } report }) _mark ??= report.Offset;
    }

    /// <summary>The commit within a term ended; <paramref name="failure"/> null when it was committed.</summary>
    public (long RequestId, OperatorReply Answer)? RevisionEnded(string? failure) => _committing ? End(failure) : null;

    /// <summary>Something came between.</summary>
    public (long RequestId, OperatorReply Answer)? Interrupted(string why) => state.Leaving is null ? null : End(why);

    private void Commit(NodeSighting node)
    {
        _committing = true;
        var durable = state.Durable;
        state.BeginCommit(CommitKind.Revision, durable with
        {
            Revision = durable.Revision + 1,
            Nodes = [.. state.Spec.Nodes.Where(other => other.Name != node.Name)],
            Members = [.. MemberRecords.WithLastSeen(state).Where(member => member.Node != node.Name)],
            UnsavedTails = [.. durable.UnsavedTails.Where(tail => tail.Node != node.Name)],
            Leavers = node.Spec.Managed ? [.. durable.Leavers, node.Spec] : durable.Leavers,
        });
    }

    private (long RequestId, OperatorReply Answer) End(string? failure)
    {
        var name = state.Leaving!;
        var primary = state.Durable.Primary?.Node;
        state.Leaving = null;
        _committing = false;
        var summary = failure is null ? $"{name} is no node of {state.Spec.Name} any more" : $"{name} stays: {failure}";
        state.Explain(summary);
        return (_requestId, new(failure is null, summary, []) { From = primary, To = primary });
    }

    /// <summary>It can confirm nothing any more. A silent one may still, to the primary; where confirmations count it must be ended first.</summary>
    private bool IsFinal(NodeSighting node) =>
        node.ProcessGone || node.DataLost || (node.Answers(state.Now, state.Spec.Detect) ? node.Report!.Sealed : node.Silent && !state.Spec.Durability.IsSync);

    private IEnumerable<NodeSighting> Staying(string leaver) => state.Nodes.All.Where(node => node.Name != leaver && node.Name != state.Durable.Primary!.Node);

    private bool IsOnline(NodeSighting node) => Link(node) is { Online: true } && node.Spec.Priority > 0 && state.Durable.Member(node.Name)?.RunId is not null;

    private ReplicaLink? Link(NodeSighting node) => PrimaryReport() is { } report ? state.Nodes.Link(report, node.Spec) : null;

    private NodeReport? PrimaryReport() => state.Nodes.Find(state.Durable.Primary!.Node)?.Report;

    private int Confirmed() => Staying(state.Leaving!).Count(node => IsOnline(node) && Link(node)!.Offset >= _mark);

    /// <summary>As many as confirm a write, and even where none must, one if there is one.</summary>
    private int Needed(string leaver) => Math.Max(state.Spec.Durability.Acknowledgements, Staying(leaver).Any(IsOnline) ? 1 : 0);

    private string WhatIsMissing(NodeSighting node)
    {
        var seconds = FailoverTimings.RemovalPatience.TotalSeconds;
        if (!_final) return $"it could not be detached within {seconds:0} s; if it hangs, end its process and ask again";
        return _mark is null ? $"{state.Durable.Primary!.Node} did not say within {seconds:0} s what it has written"
            : $"{Confirmed()} of {Needed(node.Name)} replicas confirmed within {seconds:0} s what was written by the time it was detached; ask again once they have caught up";
    }
}
