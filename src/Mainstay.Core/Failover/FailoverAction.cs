using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Failover;

/// <summary>
/// Something to carry out. Actions with an <see cref="ActionId"/> are answered by exactly one
/// <see cref="FailoverInput.ActionCompleted"/>; the others are not answered. The machine asks for a dependent action only
/// after it saw the result that it depends on, so a driver may carry out all actions of one step at once.
/// </summary>
public abstract record FailoverAction
{
    private FailoverAction()
    {
    }

    /// <summary>Ask a node for a report now, on an open connection or a fresh one. Not answered by itself: a report follows or not.</summary>
    public sealed record Probe(string Node) : FailoverAction;

    /// <summary>Compare-and-swap the store from version <paramref name="Expected"/> to <paramref name="Next"/> (a term without primary).</summary>
    public sealed record CommitTerm(ActionId Id, long Expected, DurableState Next) : FailoverAction;

    /// <summary>Compare-and-swap: the node that alone may be promoted in this term.</summary>
    public sealed record CommitChoice(ActionId Id, long Expected, DurableState Next) : FailoverAction;

    /// <summary>Compare-and-swap: the promoted node was seen; this is its identity.</summary>
    public sealed record CommitPublication(ActionId Id, long Expected, DurableState Next) : FailoverAction;

    /// <summary>Compare-and-swap within a term: members, last positions, pause.</summary>
    public sealed record CommitRevision(ActionId Id, long Expected, DurableState Next) : FailoverAction;

    /// <summary>
    /// Make all endpoints hold: nothing is sent to a term before <paramref name="Term"/>. With <paramref name="Drain"/> wait until all
    /// that was sent is answered, at most that long. Answered by <see cref="FailoverInput.EndpointsFenced"/>.
    /// </summary>
    public sealed record Fence(ulong Term, TimeSpan Drain) : FailoverAction;

    /// <summary>
    /// Detach a node for good: <c>MULTI; REPLICAOF 127.0.0.1 0; INFO replication; EXEC</c>, on a connection opened, answered once, and used
    /// only if the store still holds <paramref name="Id"/>'s term (else <see cref="ActionResult.Conflict"/>). First ends other connections of
    /// the control user.
    /// </summary>
    public sealed record Seal(ActionId Id, string Node) : FailoverAction;

    /// <summary>
    /// Replace all data of a sealed node by the backup <paramref name="Source"/>, under a replication id that nobody has, and report the node:
    /// sealed as before. May take as long as loading takes. Fenced against being late as <see cref="Seal"/> is.
    /// </summary>
    public sealed record RestoreNode(ActionId Id, string Node, string RunId, string Source) : FailoverAction;

    /// <summary>
    /// Make the process <paramref name="RunId"/> of a node primary and report it. Fenced against being late as <see cref="Seal"/> is; refused
    /// when another process answers there.
    /// </summary>
    public sealed record Promote(ActionId Id, string Node, string RunId) : FailoverAction;

    /// <summary>Write one no-op to a new primary: an idle group otherwise shows its replicas at offset 0.</summary>
    public sealed record WriteNoOp(ActionId Id, string Node, string RunId) : FailoverAction;

    /// <summary>Give endpoints and readers of status this snapshot.</summary>
    public sealed record Publish(GroupTopology Topology) : FailoverAction;

    /// <summary>
    /// Make a node follow <paramref name="Primary"/>, then end its ordinary clients' connections, the endpoints' spared. Fenced against being
    /// late as <see cref="Seal"/> is.
    /// </summary>
    public sealed record Reparent(ActionId Id, string Node, string RunId, string Primary) : FailoverAction;

    /// <summary>
    /// Keep what only the old primary has before it is overwritten: its tail by <c>PSYNC Replication Offset</c> while it lives, its files
    /// moved aside whole when it is dead (<paramref name="RunId"/> null).
    /// </summary>
    public sealed record SaveTail(ActionId Id, string Node, string? RunId, string ReplicationId, long FromOffset) : FailoverAction;

    /// <summary>Set <c>min-replicas-to-write</c> on a primary.</summary>
    public sealed record GuardWrites(ActionId Id, string Node, string RunId, int MinReplicas) : FailoverAction;

    /// <summary>Start a managed node that does not run; it starts sealed.</summary>
    public sealed record StartNode(ActionId Id, string Node) : FailoverAction;

    /// <summary>End a managed process that hangs (SIGKILL), if it is still <paramref name="RunId"/>; null ends whatever runs there.</summary>
    public sealed record KillNode(ActionId Id, string Node, string? RunId) : FailoverAction;

    /// <summary>Start a managed node with an empty data directory; what was left of the old one is set aside.</summary>
    public sealed record ReplaceNode(ActionId Id, string Node) : FailoverAction;

    /// <summary>End the process of a managed node that was taken out, set its data aside and forget it. Done when nothing of it runs.</summary>
    public sealed record RetireNode(ActionId Id, string Node) : FailoverAction;

    /// <summary>
    /// Watch and reach these nodes from now on: what is asked for next may concern them. <paramref name="Leavers"/> are watched no more and only
    /// still to be retired.
    /// </summary>
    public sealed record AdoptMembers(ImmutableArray<NodeSpec> Members, ImmutableArray<NodeSpec> Leavers) : FailoverAction;

    /// <summary>Tells why: the same words for logs, incidents and <c>--dry-run</c>.</summary>
    public sealed record Explain(string Reason) : FailoverAction;

    /// <summary>Answers an operator.</summary>
    public sealed record Reply(long RequestId, OperatorReply Answer) : FailoverAction;
}
