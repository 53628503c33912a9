using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>
/// Keeps <c>min-replicas-to-write 1</c> on the primary of an <c>async</c> group of managed nodes while it has replicas, so that one nobody
/// can reach refuses writes within about 2 s; lifts it when the replicas are really gone, so that their loss stops nobody.
/// </summary>
internal sealed class WriteGuard(MachineState state, NodeOrders orders)
{
    private (string RunId, int Value)? _inForce;
    private (string RunId, int Value)? _ordered;
    private Instant? _aloneSince;

    public void Advance()
    {
        var primary = state.Durable.Primary!;
        var sighting = state.Nodes.Find(primary.Node);
        if (state.Spec.Durability.IsSync || sighting is not { Spec.Managed: true } || !sighting.AnswersAs(primary.RunId, state.Now, state.Spec.Detect)) return;
        if (Wanted(sighting.Report!) is not { } wanted || !orders.Free(primary.Node)) return;

        if (InForce(sighting.Report!) == wanted) return;
        _ordered = (primary.RunId, wanted);
        orders.Give(primary.Node, OrderKind.GuardWrites, id => new FailoverAction.GuardWrites(id, primary.Node, primary.RunId, wanted));
    }

    /// <summary>Whether taking out the node that is leaving would make the primary refuse writes just now.</summary>
    public bool BindsWrites => state.Nodes.Find(state.Durable.Primary!.Node) is { Spec.Managed: true, Report: { } report } && !state.Spec.Durability.IsSync
        && InForce(report) > 0 && !Listed(report);

    public void Ordered(ActionResult result)
    {
        if (result is ActionResult.Done) _inForce = _ordered;
    }

    /// <summary>A new term begins: what was in force belongs to a former primary, or is set anew by the promotion.</summary>
    public void Forget() => _inForce = null;

    /// <summary>1 with a replica online, 0 without any for a while or with all of them known to be gone, null between.</summary>
    private int? Wanted(NodeReport primary)
    {
        if (Listed(primary))
        {
            _aloneSince = null;
            return 1;
        }

        _aloneSince ??= state.Now;
        var others = Others();
        var allGone = others.All(node => node.ProcessGone || node.Silent || node.Report is { Role: NodeRole.Primary });
        return allGone || state.Now - _aloneSince.Value >= FailoverTimings.GuardPatience ? 0 : null;
    }

    /// <summary>Whether it has a replica online that stays.</summary>
    private bool Listed(NodeReport primary) => state.Leaving is null
        ? primary.Replicas.Any(link => link is { Online: true, LagSeconds: <= 1 })
        : Others().Any(node => state.Nodes.Link(primary, node.Spec) is { Online: true, LagSeconds: <= 1 });

    private IEnumerable<NodeSighting> Others() => state.Nodes.All.Where(node => node.Name != state.Durable.Primary!.Node && node.Name != state.Leaving);

    /// <summary>A promotion sets 0.</summary>
    private int InForce(NodeReport primary) => primary.MinReplicasToWrite ?? (_inForce is { } known && known.RunId == primary.RunId ? known.Value : 0);
}
