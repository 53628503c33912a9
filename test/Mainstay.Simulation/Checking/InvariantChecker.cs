using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;
using Mainstay.Simulation.Endpoints;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Checking;

/// <summary>Runs beside every simulated world and notes what must never happen. It sees the truth, not what controllers believe.</summary>
public sealed class InvariantChecker(EventQueue events, LossLedger losses) : INodeNotes, IEndpointNotes
{
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<ulong, (string Node, string RunId)> _choices = [];
    private readonly Dictionary<ulong, (string Node, string RunId)> _promoted = [];
    private readonly HashSet<(ulong Term, PrimaryIdentity Primary)> _publications = [];
    private readonly HashSet<(string Node, string RunId, string ReplicationId)> _seenAsPrimary = [];
    private readonly HashSet<(int Controller, long Request)> _asked = [];
    private readonly Dictionary<(int Controller, long Request), OperatorReply> _replies = [];
    private DurableState _store = DurableState.Empty;

    /// <summary>What was noted, oldest first.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>What operators were answered, in the order of the answers.</summary>
    public IReadOnlyList<OperatorReply> Replies => [.. _replies.Values];

    /// <summary>The endpoints that a fence must have reached before anything is promoted.</summary>
    public IReadOnlyList<SimulatedEndpoint> Endpoints { get; set; } = [];

    /// <summary>Whether a server runs at an address.</summary>
    public Func<NodeAddress, bool> RunsAt { get; set; } = _ => true;

    /// <summary>Whether endpoints can be reached at all.</summary>
    public bool EndpointsReachable { get; set; } = true;

    /// <summary>What the store holds before the world begins.</summary>
    public void Load(DurableState state)
    {
        _store = state;
        Remember(state);
    }

    /// <summary>The store was written.</summary>
    public void Written(DurableState before, DurableState after)
    {
        Require(after.Version == before.Version + 1, "store-version", $"version {after.Version} was written over {before.Version}");
        Require(after.Term >= before.Term, "terms-only-grow", $"term {after.Term} was written over {before.Term}");
        if (after.Term > before.Term)
        {
            Require(after.Term == before.Term + 1, "terms-only-grow", $"term {after.Term} follows {before.Term}");
            Require(after.Phase == TermPhase.NoPrimary, "term-begins-without-primary", $"term {after.Term} begins as {after.Phase}");
        }
        else
        {
            Require(after.Phase >= before.Phase, "phase-goes-back", $"term {after.Term} went from {before.Phase} to {after.Phase}");
            if (before.Phase == TermPhase.Published)
                Require(after.Primary?.RunId == before.Primary?.RunId && after.Primary?.Node == before.Primary?.Node, "one-primary-a-term", $"term {after.Term} has two primaries");
        }

        if (after.Phase == TermPhase.Published && after.Choice is { } chosen)
            Require(after.Primary?.Node == chosen.Node && after.Primary?.RunId == chosen.RunId, "published-not-chosen", $"term {after.Term} publishes {after.Primary?.Node}, chosen was {chosen.Node}");
        _store = after;
        Remember(after);
    }

    /// <summary>A controller's machine was given an input.</summary>
    public void Given(int controller, FailoverInput input)
    {
        switch (input)
        {
            case FailoverInput.NodeReported { Report.Role: NodeRole.Primary } seen:
                _seenAsPrimary.Add((seen.Node, seen.Report.RunId, seen.Report.ReplicationId));
                break;
            case FailoverInput.ActionCompleted { Result: ActionResult.Done { Report: { Role: NodeRole.Primary } report } }:
                _seenAsPrimary.Add(("", report.RunId, report.ReplicationId));
                break;
            case FailoverInput.OperatorRequested asked:
                _asked.Add((controller, asked.RequestId));
                break;
        }
    }

    /// <summary>A controller's machine asked for something.</summary>
    public void Asked(int controller, FailoverAction action)
    {
        switch (action)
        {
            case FailoverAction.Promote promote:
                Require(
                    _choices.TryGetValue(promote.Id.Term, out var chosen) && chosen == (promote.Node, promote.RunId),
                    "promote-only-a-committed-choice",
                    $"{promote.Node} was to be promoted in term {promote.Id.Term}, which has not chosen it");
                break;
            case FailoverAction.Publish { Topology.Primary: { } primary } publish:
                Require(_publications.Contains((publish.Topology.Term, primary)), "publish-only-what-is-committed", $"{primary.Node} was published in term {publish.Topology.Term} uncommitted");
                Require(
                    _seenAsPrimary.Contains((primary.Node, primary.RunId, primary.ReplicationId)) || _seenAsPrimary.Contains(("", primary.RunId, primary.ReplicationId)),
                    "publish-only-what-was-seen",
                    $"{primary.Node} was published in term {publish.Topology.Term} and nobody saw it as primary");
                break;
            case FailoverAction.Reply reply:
                Require(_asked.Contains((controller, reply.RequestId)), "reply-without-request", $"request {reply.RequestId} was never made");
                Require(_replies.TryAdd((controller, reply.RequestId), reply.Answer), "one-reply-a-request", $"request {reply.RequestId} was answered twice");
                break;
        }
    }

    /// <summary>A step on the result of an older term asked for something.</summary>
    public void ActedOnOldResult(ActionId id, FailoverAction action) => Note("results-of-older-terms-have-no-effect", $"the result of {id} led to {action.GetType().Name}");

    /// <summary>Whether a request was answered.</summary>
    public bool IsAnswered(int controller, long request) => _replies.ContainsKey((controller, request));

    /// <summary>Whether every request to <paramref name="controller"/> was answered.</summary>
    public void RequireReplies(int controller)
    {
        foreach (var asked in _asked.Where(asked => asked.Controller == controller))
            Require(_replies.ContainsKey(asked), "one-reply-a-request", $"request {asked.Request} was never answered");
    }

    /// <summary>A command that changes a node leaves its controller.</summary>
    public void CommandSent(ActionId id, string command, string node) =>
        Require(id.Term == _store.Term, "late-commands-are-fenced", $"{command} {node} of term {id.Term} was sent while the store holds term {_store.Term}");

    /// <summary>A promotion is about to be executed by a process.</summary>
    public void Promoting(ulong term, ServerProcess process)
    {
        var who = (process.Node.Name, process.RunId);
        Require(_promoted.TryAdd(term, who) || _promoted[term] == who, "one-promotion-a-term", $"{process.Node.Name} is the second to be promoted in term {term}");
        Require(_choices.TryGetValue(term, out var chosen) && chosen == who, "promote-only-a-committed-choice", $"{process.Node.Name} is promoted in term {term}, which has not chosen it");

        // A command that comes out of a socket buffer long after it was sent is beyond the rules below.
        if (term != _store.Term || process.State.IsPrimary) return;
        Require(IsFinal(process), "promote-only-a-final-copy", $"{process.Node.Name} follows {process.State.Follows} when it is promoted in term {term}");
        foreach (var endpoint in Endpoints)
            Require(!EndpointsReachable || endpoint.SeenTerm >= term || endpoint is { SeenTerm: 0, IsServing: false }, "fence-before-promotion", $"an endpoint knows of term {endpoint.SeenTerm} when {process.Node.Name} is promoted in term {term}");
    }

    /// <inheritdoc/>
    public void Started(ServerProcess process, bool byHand) =>
        Require(byHand || !process.State.IsPrimary, "no-node-starts-as-primary", $"{process.Node.Name} started as primary");

    /// <inheritdoc/>
    public void Promoted(ServerProcess process)
    {
    }

    /// <inheritdoc/>
    public void Replacing(ServerProcess process)
    {
    }

    /// <inheritdoc/>
    public void Replaced(ServerProcess process)
    {
    }

    /// <inheritdoc/>
    public void Diverged(ServerProcess process) => Note("copies-diverge", $"{process.Node.Name} went on from data that is not its primary's");

    /// <inheritdoc/>
    public void Sent(string endpoint, ulong term, ulong seenTerm) => Require(term >= seenTerm, "never-send-to-an-older-term", $"{endpoint} sent to term {term} after it saw {seenTerm}");

    /// <inheritdoc/>
    public void Acknowledged(ClientWrite write) => losses.Acknowledged(write);

    /// <summary>Notes that <paramref name="rule"/> was broken.</summary>
    public void Note(string rule, string what) => _violations.Add(new Violation(events.Now, rule, what));

    /// <summary>Nothing can be added to it any more: it is sealed itself, has all of a sealed one that it follows, or follows a place where nothing runs.</summary>
    private bool IsFinal(ServerProcess process) =>
        process.State.IsSealed
        || (process.Upstream is { IsOpen: true, Primary: { State: { IsSealed: true } followed } } && followed.Offset == process.State.Offset)
        || (process.Upstream is null && process.State.Follows is { } address && !RunsAt(address));

    private void Require(bool holds, string rule, string what)
    {
        if (!holds) Note(rule, what);
    }

    private void Remember(DurableState state)
    {
        if (state is { Phase: >= TermPhase.Chosen, Choice: { } choice })
        {
            var who = (choice.Node, choice.RunId);
            Require(_choices.TryAdd(state.Term, who) || _choices[state.Term] == who, "one-choice-a-term", $"term {state.Term} chose {_choices[state.Term].Node} and then {choice.Node}");
        }

        if (state is { Phase: TermPhase.Published, Primary: { } primary }) _publications.Add((state.Term, primary));
    }
}
