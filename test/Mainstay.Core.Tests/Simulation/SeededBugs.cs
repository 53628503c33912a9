using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Control;

namespace Mainstay.Core.Tests.Simulation;

/// <summary>Bugs that somebody could put into the machine or its driver, made from outside. Each makes a new mutation for each world.</summary>
internal static class SeededBugs
{
    public static IReadOnlyDictionary<string, Func<Mutation>> All { get; } = new Dictionary<string, Func<Mutation>>
    {
        ["skip the fence"] = () => new Mutation { SkipsFence = true },
        ["skip the seal"] = () => new Mutation { SkipsSeal = true },
        ["publish early"] = () => new Mutation { AlterAction = PublishEarly },
        ["promote before the choice is committed"] = () => new Mutation { AlterAction = PromoteEarly },
        ["ignore the term of results"] = IgnoreTerms,
        ["send commands without reading the term again"] = () => new Mutation { SkipsTermCheck = true },
        ["start nodes unsealed"] = () => new Mutation { StartsUnsealed = true },
        ["rank by offset alone"] = () => new Mutation { AlterInput = (input, store) => AlterReport(input, (_, report) => ForgetHistory(report, store)) },
        ["count a restarted copy"] = () => new Mutation { AlterInput = (input, store) => AlterReport(input, (node, report) => TakeForMember(node, report, store)) },
        ["write a term over another's"] = () => new Mutation { AlterAction = SkipTerms },
        ["answer operators twice"] = () => new Mutation { AlterAction = action => action is FailoverAction.Reply ? [action, action] : [action] },
        ["change members at once"] = ChangeMembersAtOnce,
        ["choose twice in a term"] = () => new Mutation { AlterAction = ChooseTwice },
    };

    private static IEnumerable<FailoverAction> PublishEarly(FailoverAction action)
    {
        yield return action;
        if (action is FailoverAction.CommitPublication { Next.Primary: { } primary } commit)
            yield return new FailoverAction.Publish(new GroupTopology { Group = "main", Term = commit.Next.Term, Revision = 0, State = GroupState.Serving, Primary = primary, Nodes = [] });
    }

    private static IEnumerable<FailoverAction> PromoteEarly(FailoverAction action)
    {
        if (action is FailoverAction.CommitChoice { Next.Choice: { } choice } commit) yield return new FailoverAction.Promote(commit.Id, choice.Node, choice.RunId);
        yield return action;
    }

    private static IEnumerable<FailoverAction> SkipTerms(FailoverAction action) =>
        action is FailoverAction.CommitTerm commit ? [commit with { Next = commit.Next with { Term = commit.Next.Term + 1 } }] : [action];

    private static IEnumerable<FailoverAction> ChooseTwice(FailoverAction action)
    {
        yield return action;
        if (action is FailoverAction.CommitPublication { Next.Choice: { } choice } commit)
            yield return new FailoverAction.CommitChoice(commit.Id, commit.Expected, commit.Next with { Phase = TermPhase.Chosen, Choice = choice with { Node = "main-003" } });
    }

    /// <summary>A node that is to be taken out is so at once: nobody waits for the seal, or for the others to confirm what it confirmed.</summary>
    private static Mutation ChangeMembersAtOnce()
    {
        string? leaver = null;
        var stored = DurableState.Empty;
        return new Mutation
        {
            AlterInput = (input, store) =>
            {
                if (input is FailoverInput.OperatorRequested { Request: OperatorRequest.RemoveNode remove }) leaver = remove.Node;
                stored = store;
                return input;
            },
            AlterAction = action => action is FailoverAction.Seal seal && seal.Node == leaver && stored.Phase == TermPhase.Published
                ? [new FailoverAction.CommitRevision(seal.Id, stored.Version, Without(stored, leaver))]
                : [action],
        };
    }

    private static DurableState Without(DurableState state, string leaver) => state with
    {
        Version = state.Version + 1,
        Revision = state.Revision + 1,
        Nonce = "at once",
        Nodes = state.Nodes.RemoveAll(node => node.Name == leaver),
        Members = state.Members.RemoveAll(member => member.Node == leaver),
    };

    /// <summary>Every result is taken for that of the last action of its kind on its node, whatever its term.</summary>
    private static Mutation IgnoreTerms()
    {
        var latest = new Dictionary<(Type Kind, string Node), ActionId>();
        var kinds = new Dictionary<ActionId, (Type Kind, string Node)>();
        void Remember(ActionId id, Type kind, string node)
        {
            latest[(kind, node)] = id;
            kinds[id] = (kind, node);
        }

        return new Mutation
        {
            AlterAction = action =>
            {
                if (action is FailoverAction.Seal seal) Remember(seal.Id, typeof(FailoverAction.Seal), seal.Node);
                if (action is FailoverAction.Promote promote) Remember(promote.Id, typeof(FailoverAction.Promote), promote.Node);
                return [action];
            },
            AlterInput = (input, _) => input is FailoverInput.ActionCompleted completed && kinds.TryGetValue(completed.Id, out var kind)
                ? completed with { Id = latest[kind] }
                : input,
        };
    }

    private static FailoverInput AlterReport(FailoverInput input, Func<string?, NodeReport, NodeReport> alter) => input switch
    {
        FailoverInput.NodeReported reported => reported with { Report = alter(reported.Node, reported.Report) },
        FailoverInput.ActionCompleted { Result: ActionResult.Done { Report: { } report } } completed =>
            completed with { Result = new ActionResult.Done(alter(null, report)) },
        _ => input,
    };

    private static NodeReport ForgetHistory(NodeReport report, DurableState store) =>
        report.Role == NodeRole.Replica && store.Histories.Length > 0 ? report with { ReplicationId = store.Histories[^1].ReplicationId } : report;

    private static readonly Dictionary<string, string> _processes = [];

    private static NodeReport TakeForMember(string? node, NodeReport report, DurableState store)
    {
        if (node is not null) _processes[report.RunId] = node;
        if (report.Role == NodeRole.Primary || !_processes.TryGetValue(report.RunId, out node)) return report;
        return store.Member(node)?.RunId is { } admitted ? report with { RunId = admitted } : report;
    }
}
