using System.Collections.Immutable;

namespace Mainstay.Core.Failover;

/// <summary>The steps of a switchover in words, for a dry run and for the answer to the real one.</summary>
internal static class SwitchoverPlan
{
    public static ImmutableArray<string> Steps(MachineState state, string target)
    {
        var primary = state.Durable.Primary!.Node;
        var others = state.Nodes.All.Where(node => node.Name != target).Select(node => node.Name);
        return
        [
            $"commit term {state.Durable.Term + 1}, which has no primary yet",
            $"hold new commands at the endpoints and wait for the answers of what was sent (at most {FailoverTimings.Drain.TotalSeconds:0} s, else {primary} stays)",
            $"seal {primary}, so that its offset is final",
            $"wait until {target} has everything (at most {FailoverTimings.CatchUp.TotalSeconds:0} s, else {primary} leads again)",
            $"commit {target} as the choice of the term, promote it, see it as primary and write one no-op",
            $"publish {target}: endpoints release what they hold",
            $"make {string.Join(" and ", others)} follow {target} by partial resynchronisation",
        ];
    }
}
