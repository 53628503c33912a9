using System.Collections.Immutable;
using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>Follows what is committed about who belongs to the group, and takes new nodes in.</summary>
internal sealed class Membership(MachineState state, NodeOrders orders)
{
    /// <summary>A group has at most that many nodes.</summary>
    public const int MostNodes = 9;

    private readonly List<NodeSpec> _known = [.. state.Spec.Nodes];
    private ImmutableArray<NodeSpec> _nodes = [];
    private ImmutableArray<NodeSpec> _leavers = [];
    private (long RequestId, NodeSpec Node)? _adding;

    /// <summary>Whether an operator waits for a node to be taken in.</summary>
    public bool IsBusy => _adding is not null;

    /// <summary>Takes over a committed change, whoever committed it, and has the driver follow.</summary>
    public void Adopt()
    {
        var durable = state.Durable;
        if (durable.Nodes == _nodes && durable.Leavers == _leavers) return;
        var members = MemberNodes.Of(_known, durable);
        var joined = !members.AsSpan().SequenceEqual(state.Spec.Nodes.AsSpan());
        var left = !durable.Leavers.AsSpan().SequenceEqual(_leavers.AsSpan());
        (_nodes, _leavers) = (durable.Nodes, durable.Leavers);
        if (joined)
        {
            foreach (var former in state.Spec.Nodes.Except(members)) orders.Drop(former.Name);
            state.Spec = state.Spec with { Nodes = members };
            state.Nodes.Take(members);
        }

        if (joined || left) state.Emit(new FailoverAction.AdoptMembers(members, durable.Leavers));
    }

    /// <summary>Why <paramref name="node"/> cannot become a member, for people; null when it can.</summary>
    public string? Refusal(NodeSpec node)
    {
        if (state.Nodes.Find(node.Name) is not null) return $"{node.Name} is a node of {state.Spec.Name} already";
        if (state.Nodes.All.Find(other => other.Spec.Address == node.Address) is { } there) return $"{node.Address} is the address of {there.Name}";
        if (state.Durable.Leavers.Any(leaver => leaver.Name == node.Name || leaver.Address == node.Address))
            return $"the process of the {node.Name} that was removed is still being ended; ask again in a moment";
        return state.Nodes.All.Count >= MostNodes ? $"{state.Spec.Name} has {state.Nodes.All.Count} nodes; more than {MostNodes} are not supported" : null;
    }

    /// <summary>
    /// Commits it as a member whose copy does not count yet: it is started and filled like any other that comes back, and counts from its
    /// admission on. Until then nothing about the quorum changes.
    /// </summary>
    public void Add(long requestId, NodeSpec node)
    {
        _known.RemoveAll(known => known.Name == node.Name);
        _known.Add(node);
        _adding = (requestId, node);
        var durable = state.Durable;
        state.BeginCommit(CommitKind.Revision, durable with
        {
            Revision = durable.Revision + 1,
            Nodes = [.. state.Spec.Nodes, node],
            Members = [.. MemberRecords.WithLastSeen(state), new(node.Name, null, null)],
        });
    }

    /// <summary>The commit within a term ended; <paramref name="failure"/> null when it was committed. The answer to whoever asked, if anybody did.</summary>
    public (long RequestId, OperatorReply Answer)? RevisionEnded(string? failure)
    {
        if (_adding is not var (requestId, node)) return null;
        _adding = null;
        var primary = state.Durable.Primary?.Node;
        if (failure is not null) return (requestId, new(false, failure, []) { From = primary });
        var summary = $"{node.Name} is a node of {state.Spec.Name} and is being filled by {primary}; it counts once it has everything";
        state.Explain(summary);
        return (requestId, new(true, summary, []) { From = primary, To = primary });
    }
}
