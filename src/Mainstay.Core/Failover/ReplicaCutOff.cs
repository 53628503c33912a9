namespace Mainstay.Core.Failover;

/// <summary>
/// A primary of a <c>sync</c> group that answers us and has lost its replicas can confirm no write: as good as gone, if the replicas answer
/// us and could confirm each other's.
/// </summary>
internal sealed class ReplicaCutOff(MachineState state)
{
    private ulong _term;
    private Instant? _since;

    /// <summary>Why the primary is to be left, for people; null while it is not.</summary>
    public string? Judge()
    {
        var needed = state.Spec.Durability.Acknowledgements;
        var primary = state.Durable.Primary!;
        if (needed == 0 || state.Nodes.Find(primary.Node) is not { } node || !node.AnswersAs(primary.RunId, state.Now, state.Spec.Detect)) return null;

        // What is counted against a former primary does not count against its successor, whose replicas have yet to come.
        if (_term != state.Durable.Term) (_term, _since) = (state.Durable.Term, null);
        var online = state.Nodes.All.Count(other => other != node && state.Nodes.Link(node.Report!, other.Spec) is { Online: true, LagSeconds: <= 1 });
        if (online >= needed)
        {
            _since = null;
            return null;
        }

        _since ??= state.Now;
        var elsewhere = state.Nodes.Copies(state.Durable, state.Now, state.Spec.Detect).Count(copy => copy.Valid && !copy.WasPrimary);
        var confirming = state.Durable.Members.Count(member => member.RunId is not null && member.Node != primary.Node);
        var enough = elsewhere > needed && elsewhere >= confirming - needed + 1;
        return enough && state.Now - _since.Value >= state.Spec.Detect ? $"{primary.Node} is cut off from its replicas and can confirm no write" : null;
    }
}
