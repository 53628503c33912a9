namespace Mainstay.Core.Failover;

/// <summary>The chosen process may die before it leads: a different choice needs a new term.</summary>
internal sealed class ChosenNode(MachineState state, ChangeStart start)
{
    /// <summary>Why it cannot lead any more, or null.</summary>
    public string? Lost(Choice choice)
    {
        var node = state.Nodes.Find(choice.Node);
        if (node is null) return $"{choice.Node} is no member any more";
        if (node.ProcessGone) return $"{choice.Node} was chosen and its process ended";
        if (node.Silent) return $"{choice.Node} was chosen and fell silent";
        return node.Report?.RunId != choice.RunId ? $"{choice.Node} was chosen and is another process now" : null;
    }

    public void BeginNewTerm(string why) => start.Begin(state.Change!.Again(why), TransitionEdge.ChosenLost);
}
