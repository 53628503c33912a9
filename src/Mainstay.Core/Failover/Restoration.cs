namespace Mainstay.Core.Failover;

/// <summary>
/// Puts a backup in the place of a group's data: whether that can be done, who is filled with it, and the change that does it. The node that
/// is filled is never the one that leads: until it is filled, the data that are replaced stay where they are.
/// </summary>
internal sealed class Restoration(MachineState state, ChangeStart start)
{
    /// <summary>Why it cannot begin now; null when it can.</summary>
    public string? Hindrance(string? to)
    {
        var group = state.Spec.Name;
        if (state.Phase is not (ControlPhase.Serving or ControlPhase.NoPrimary) || state.Commit is not null || state.Now < start.NotBefore)
            return $"{group} is between two states; ask again in a moment";
        if (to is not null && state.Nodes.Find(to) is null) return $"{to} is no node of {group}";
        if (state.Nodes.All.Count == 1) return $"{group} has one node, whose data would be gone before the backup is loaded: `node add {group}` one first, and remove the other one afterwards";
        if (Target(to) is not null) return null;
        return to is null ? $"no node of {group} answers that may lead and does not lead already"
            : Unfit(state.Nodes.Find(to)!) is { } unfit ? $"{to} {unfit}" : null;
    }

    /// <summary>The node that is to be filled; null when none can be. The one that has the least to lose comes first.</summary>
    public NodeSighting? Target(string? to) => state.Nodes.All
        .Where(node => (to is null || node.Name == to) && Unfit(node) is null)
        .OrderBy(node => state.Phase == ControlPhase.NoPrimary && node.Report!.HasKeys)
        .ThenBy(node => node.Name == state.Durable.Primary?.Node)
        .ThenBy(node => node.Spec.Priority)
        .FirstOrDefault();

    /// <summary>The steps in words.</summary>
    public IEnumerable<string> Plan(NodeSighting target)
    {
        var others = string.Join(" and ", state.Nodes.All.Where(node => node != target).Select(node => node.Name));
        yield return $"commit term {state.Durable.Term + 1}, which has no primary yet";
        yield return "hold new commands at the endpoints; those that are held for longer than the group's hold are refused until the backup is loaded";
        yield return $"seal every node and replace all data of {target.Name} by the backup; should that fail, {others} {(state.Nodes.All.Count == 2 ? "has" : "have")} the present data and one of them leads again";
        yield return $"promote {target.Name} and publish it";
        yield return $"fill {others} from {target.Name}: what {(state.Nodes.All.Count == 2 ? "it holds" : "they hold")} now is gone then";
    }

    /// <summary>Begins. Whoever asked is answered when the change ends.</summary>
    public void Begin(long requestId, NodeSighting target, string source) => start.Begin(
        new(ChangeCause.Restore, "an operator puts a backup in the place of the data", state.Durable.Primary, state.Now)
        {
            Origin = state.Phase,
            Target = target.Name,
            Backup = source,
            RequestId = requestId,
        },
        TransitionEdge.RestoreOrdered);

    private string? Unfit(NodeSighting node)
    {
        if (node.Spec.Priority == 0) return "has priority 0 and never leads";
        if (!node.Answers(state.Now, state.Spec.Detect)) return "does not answer";
        if (node.Report!.Loading) return "is loading its data";
        if (node.Name == state.Leaving) return "is being taken out";
        return state.Durable.Primary is { } primary && primary.Node == node.Name && primary.RunId == node.Report.RunId
            ? "is the primary: its data stay until the backup is loaded elsewhere" : null;
    }
}
