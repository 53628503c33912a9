namespace Mainstay.Core.Failover;

/// <summary>Former primaries whose last writes were set aside, or could not be, or are overwritten by now; until that is committed.</summary>
internal sealed class SavedTails(MachineState state)
{
    /// <summary>After so many failures to set a tail aside the node is brought back without.</summary>
    private const int AttemptsBeforeGivingUp = 3;

    private readonly HashSet<string> _done = [];

    public bool Contains(string node) => _done.Contains(node);

    public void Forget() => _done.Clear();

    /// <summary>An order to set a tail aside ended.</summary>
    public void Ended(string node, ActionResult result, int failures)
    {
        if (result is ActionResult.Done) _done.Add(node);
        if (result is ActionResult.DataMissing or ActionResult.Done || failures < AttemptsBeforeGivingUp)
        {
            if (result is ActionResult.DataMissing) _done.Add(node);
            return;
        }

        _done.Add(node);
        state.Explain($"what only {node} has could not be set aside: {Words.Of(result)}");
    }

    /// <summary>The state without the tails that are dealt with: set aside, or of a node that follows the primary by now.</summary>
    public DurableState Without(DurableState durable)
    {
        var primary = state.Nodes.Find(durable.Primary!.Node)!.Spec.Address;
        var open = durable.UnsavedTails
            .Where(tail => !_done.Contains(tail.Node) && !(state.Nodes.Find(tail.Node)?.Report is { LinkUp: true } report && report.Follows(primary)));
        return open.Count() == durable.UnsavedTails.Length ? durable : durable with { UnsavedTails = [.. open] };
    }
}
