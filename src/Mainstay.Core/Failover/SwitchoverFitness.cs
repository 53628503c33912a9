using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>Whether a group can be switched over now, and to whom, with a reason for each node.</summary>
internal sealed class SwitchoverFitness(MachineState state)
{
    /// <summary>More bytes behind than this would take too long to catch up while clients are held.</summary>
    private const long MostBytesBehind = 16L << 20;

    /// <summary>Why no planned change can begin at all; null when one can.</summary>
    public string? Hindrance()
    {
        if (state.Durable.Primary is not { } primary || state.Phase != ControlPhase.Serving) return "the group has no primary that could hand over";
        var node = state.Nodes.Find(primary.Node);
        if (node is null || !node.AnswersAs(primary.RunId, state.Now, state.Spec.Detect)) return $"{primary.Node} does not answer; use `failover`";
        return state.Nodes.All.Count == 1 ? "the group has one node only" : null;
    }

    /// <summary>Why <paramref name="node"/> cannot take over; null when it can.</summary>
    public string? Unfit(NodeSighting node)
    {
        var primary = state.Nodes.Find(state.Durable.Primary!.Node)!;
        if (node == primary) return "is the primary";
        if (node.Spec.Priority == 0) return "has priority 0 and never leads";
        if (!node.Answers(state.Now, state.Spec.Detect)) return "does not answer";
        if (node.Report!.Role != NodeRole.Replica || !node.Report.Follows(primary.Spec.Address)) return "does not follow the primary";
        if (node.Unsettled || state.Nodes.Link(primary.Report!, node.Spec) is not { Online: true }) return "is not synchronised: the primary does not list it online";
        if (state.Durable.Member(node.Name)?.RunId != node.Report.RunId) return "was restarted and is not admitted yet";
        var behind = state.Nodes.BytesBehind(primary.Report!, node);
        return behind > MostBytesBehind ? $"is {behind} bytes behind" : null;
    }

    /// <summary>The fittest: the lowest priority first, then the furthest, then the order of the configuration. Null when nobody is fit.</summary>
    public NodeSighting? Fittest()
    {
        var primary = state.Nodes.Find(state.Durable.Primary!.Node)!.Report!;
        return state.Nodes.All
            .Where(node => Unfit(node) is null)
            .OrderBy(node => node.Spec.Priority)
            .ThenBy(node => state.Nodes.BytesBehind(primary, node))
            .FirstOrDefault();
    }

    /// <summary>One line a node: what speaks for or against it.</summary>
    public IEnumerable<string> Reasons()
    {
        var primary = state.Nodes.Find(state.Durable.Primary!.Node)!.Report!;
        foreach (var node in state.Nodes.All)
            yield return Unfit(node) is { } unfit
                ? $"{node.Name} {unfit}"
                : $"{node.Name} is fit: online, {state.Nodes.BytesBehind(primary, node)} bytes behind";
    }
}
