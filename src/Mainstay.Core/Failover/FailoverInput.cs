using Mainstay.Core.Configuration;

namespace Mainstay.Core.Failover;

/// <summary>
/// Something that happened. Results may be late, doubled or out of order; what is observed of one node (reports, unreachability) comes in the
/// order in which it was observed.
/// </summary>
public abstract record FailoverInput
{
    private FailoverInput()
    {
    }

    /// <summary>Time passed. Sent about every 50 ms.</summary>
    public sealed record Tick : FailoverInput;

    /// <summary>A node answered a probe.</summary>
    public sealed record NodeReported(string Node, NodeReport Report) : FailoverInput;

    /// <summary>A node did not. <paramref name="Since"/>: the last instant at which it was known to answer or to run.</summary>
    public sealed record NodeUnreachable(string Node, UnreachableEvidence Evidence, Instant Since) : FailoverInput;

    /// <summary>An action ended.</summary>
    public sealed record ActionCompleted(ActionId Id, ActionResult Result) : FailoverInput;

    /// <summary>
    /// Every endpoint has stopped sending to terms before <paramref name="Term"/>. <paramref name="Drained"/>: nothing that was sent
    /// is unanswered any more, blocked commands aside.
    /// </summary>
    public sealed record EndpointsFenced(ulong Term, bool Drained) : FailoverInput;

    /// <summary>A person asks for something; answered by exactly one <see cref="FailoverAction.Reply"/>.</summary>
    public sealed record OperatorRequested(long RequestId, OperatorRequest Request) : FailoverInput;

    /// <summary>Other bounds hold for replicas that are read from.</summary>
    public sealed record ReaderConfigured(ReaderSpec Reader) : FailoverInput;

    /// <summary>This controller was elected, with what the store held at that moment, or lost its election.</summary>
    public sealed record LeadershipChanged(bool Leading, DurableState Restored) : FailoverInput;
}
