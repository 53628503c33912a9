using System.Text;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Control;

namespace Mainstay.Simulation.Scenarios;

/// <summary>Writes a world's story for people: deeds (!), inputs of note (&lt;) and what the machine asked for (&gt;).</summary>
public sealed class TraceWriter : IWorldNotes
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _histories = [];
    private readonly Dictionary<string, string> _lastSeen = [];
    private readonly List<(TimeSpan At, GroupTopology Topology)> _published = [];

    /// <summary>The world it tells of.</summary>
    public SimulatedWorld? World { get; set; }

    /// <summary>Whether text is kept; without, only publications are.</summary>
    public bool Writes { get; init; } = true;

    /// <summary>All that was published, with its time.</summary>
    public IReadOnlyList<(TimeSpan At, GroupTopology Topology)> Publications => _published;

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString().TrimEnd('\n');

    private TimeSpan Now => World!.Events.Now - World.Origin;

    /// <inheritdoc/>
    public void Happened(string what) => Line($"{Now.TotalSeconds,7:0.000} ! {what}");

    /// <inheritdoc/>
    public void Published(GroupTopology topology) => _published.Add((Now, topology));

    /// <inheritdoc/>
    public void Stepped(int controller, FailoverInput input, IReadOnlyList<FailoverAction> actions)
    {
        if (!Writes) return;
        var news = News(controller, input);
        var shown = actions.Where(action => action is not FailoverAction.Probe).ToList();
        if (news is null && shown.Count == 0) return;
        var who = controller == 1 ? "" : $" (controller {controller})";
        Line($"{Now.TotalSeconds,7:0.000} < {news ?? Name(input)}{who}");
        foreach (var action in shown) Line($"          {Describe(action)}");
    }

    private static string Name(FailoverInput input) => input switch
    {
        FailoverInput.NodeReported reported => $"report of {reported.Node}",
        FailoverInput.NodeUnreachable unreachable => $"{unreachable.Node} still {Word(unreachable.Evidence)}",
        _ => Word(input.GetType().Name),
    };

    /// <summary>What a reader should know of an input; null for what comes all the time.</summary>
    private string? News(int controller, FailoverInput input)
    {
        switch (input)
        {
            case FailoverInput.NodeReported(var node, var report):
                var state = $"{node} {Run(node, report.RunId)} is {(report.Role == NodeRole.Primary ? "primary" : report.Sealed ? "sealed" : $"replica of {At(report)}")}{(report.Loading ? ", loading" : "")}";
                return Changed(controller, node, state) ? state : null;
            case FailoverInput.NodeUnreachable(var node, var evidence, _):
                var unreachable = $"{node} {Word(evidence)}";
                return Changed(controller, node, unreachable) ? unreachable : null;
            case FailoverInput.ActionCompleted(var id, var result):
                return $"{id}: {Describe(result)}";
            case FailoverInput.EndpointsFenced fenced:
                return $"endpoints fenced at term {fenced.Term}{(fenced.Drained ? ", drained" : ", not drained")}";
            case FailoverInput.OperatorRequested asked:
                return $"operator asks {Word(asked.Request.GetType().Name)}";
            case FailoverInput.LeadershipChanged changed:
                return changed.Leading ? $"elected at term {changed.Restored.Term}" : "deposed";
            default:
                return null;
        }
    }

    private bool Changed(int controller, string node, string state)
    {
        var key = $"{controller}/{node}";
        if (_lastSeen.TryGetValue(key, out var last) && last == state) return false;
        _lastSeen[key] = state;
        return true;
    }

    private string Describe(FailoverAction action) => action switch
    {
        FailoverAction.CommitTerm commit => $"> {commit.Id} commit term {commit.Next.Term} without primary",
        FailoverAction.CommitChoice { Next.Choice: { } choice } commit => $"> {commit.Id} commit choice of {choice.Node} {Run(choice.Node, choice.RunId)} at {History(choice.Position.ReplicationId)}:{choice.Position.Offset}",
        FailoverAction.CommitPublication { Next.Primary: { } primary } commit => $"> {commit.Id} commit publication of {primary.Node} {Run(primary.Node, primary.RunId)} writing {History(primary.ReplicationId)}",
        FailoverAction.CommitRevision commit => $"> {commit.Id} commit revision {commit.Next.Revision}{(commit.Next.Paused ? ", paused" : "")}: {string.Join(' ', commit.Next.Members.Select(member => $"{member.Node} {(member.RunId is null ? "-" : Run(member.Node, member.RunId))}"))}",
        FailoverAction.Fence fence => $"> fence before term {fence.Term}{(fence.Drain > TimeSpan.Zero ? $", drain {fence.Drain.TotalSeconds:0.###} s" : "")}",
        FailoverAction.Seal seal => $"> {seal.Id} seal {seal.Node}",
        FailoverAction.RestoreNode restore => $"> {restore.Id} restore {restore.Node} {Run(restore.Node, restore.RunId)} from {restore.Source}",
        FailoverAction.Promote promote => $"> {promote.Id} promote {promote.Node} {Run(promote.Node, promote.RunId)}",
        FailoverAction.WriteNoOp write => $"> {write.Id} write a no-op to {write.Node}",
        FailoverAction.Publish publish => $"> publish {Describe(publish.Topology)}",
        FailoverAction.Reparent reparent => $"> {reparent.Id} reparent {reparent.Node} {Run(reparent.Node, reparent.RunId)} to {reparent.Primary}",
        FailoverAction.SaveTail save => $"> {save.Id} save the tail of {save.Node} {(save.RunId is null ? "(dead)" : Run(save.Node, save.RunId))} from {History(save.ReplicationId)}:{save.FromOffset}",
        FailoverAction.GuardWrites guard => $"> {guard.Id} guard writes of {guard.Node} by {guard.MinReplicas}",
        FailoverAction.StartNode start => $"> {start.Id} start {start.Node}",
        FailoverAction.KillNode kill => $"> {kill.Id} kill {kill.Node} {(kill.RunId is null ? "" : Run(kill.Node, kill.RunId))}".TrimEnd(),
        FailoverAction.ReplaceNode replace => $"> {replace.Id} replace {replace.Node}",
        FailoverAction.RetireNode retire => $"> {retire.Id} retire {retire.Node}",
        FailoverAction.AdoptMembers members => $"> adopt {string.Join(' ', members.Members.Select(node => node.Name))}{(members.Leavers.IsEmpty ? "" : $"; leaving: {string.Join(' ', members.Leavers.Select(node => node.Name))}")}",
        FailoverAction.Explain explain => $"# {explain.Reason}",
        FailoverAction.Reply reply => $"> reply {(reply.Answer.Accepted ? "accepted" : "refused")}: {reply.Answer.Summary}{string.Concat(reply.Answer.Steps.Select(step => $"\n            - {step}"))}",
        _ => $"> {action}",
    };

    private string Describe(ActionResult result) => result switch
    {
        ActionResult.Done { Report: null } => "done",
        ActionResult.Done { Report: { } report } => $"done, {(report.Role == NodeRole.Primary ? "primary" : report.Sealed ? "sealed" : "replica")} at {History(report.ReplicationId)}:{report.Offset}",
        ActionResult.Failed failed => $"failed, {failed.Why}",
        ActionResult.Unknown unknown => $"unknown, {unknown.Why}",
        ActionResult.Committed committed => $"committed as version {committed.State.Version}",
        ActionResult.Conflict conflict => $"conflict, the store holds term {conflict.Current.Term} version {conflict.Current.Version}",
        ActionResult.DataMissing missing => $"data missing, {missing.Why}",
        _ => result.ToString(),
    };

    private static string Describe(GroupTopology topology) =>
        $"term {topology.Term} revision {topology.Revision} {Word(topology.State.ToString())}, {(topology.Primary is null ? "no primary" : $"primary {topology.Primary.Node}")}: "
        + string.Join(", ", topology.Nodes.Select(node => $"{node.Name} {Word(node.Role.ToString())} {Word(node.Health.ToString())}"));

    private string At(NodeReport report)
    {
        foreach (var node in World!.Nodes)
            if (report.Follows(node.Address)) return node.Name;
        return $"{report.FollowsHost}:{report.FollowsPort}";
    }

    private string Run(string node, string runId) => $"run {World!.Node(node).StartNumber(runId)}";

    private string History(string id)
    {
        if (!_histories.TryGetValue(id, out var name)) _histories[id] = name = $"h{_histories.Count + 1}";
        return name;
    }

    /// <summary>ProcessGone as process-gone.</summary>
    private static string Word<T>(T value)
    {
        var word = new StringBuilder();
        foreach (var letter in value!.ToString()!)
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    private void Line(string line)
    {
        if (Writes) _text.Append(line).Append('\n');
    }
}
