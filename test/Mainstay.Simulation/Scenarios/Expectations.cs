using System.Globalization;
using Mainstay.Core.Topology;
using Mainstay.Simulation.Nodes;

namespace Mainstay.Simulation.Scenarios;

/// <summary>What a script may expect, judged after the end of its story.</summary>
internal static class Expectations
{
    /// <summary>What is wrong; null when the expectation holds.</summary>
    /// <param name="world">The world at its end.</param>
    /// <param name="trace">What was published.</param>
    /// <param name="expectation">The words.</param>
    /// <param name="interrupted">The story was interrupted: only what must hold all the same is judged.</param>
    /// <exception cref="ScenarioException">The words mean nothing.</exception>
    public static string? Judge(SimulatedWorld world, TraceWriter trace, string expectation, bool interrupted)
    {
        var words = expectation.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var always = words is ["never", ..] or ["whole", ..] or ["asked"];
        if (interrupted && !always) return null;
        var (holds, instead) = words switch
        {
            ["asked"] => (world.Topology is { State: GroupState.NoPrimary } or { State: GroupState.Starting, Term: 0 } || interrupted, $"state is {world.Topology?.State}"),
            ["whole", "at", "end"] => (world.IsWhole, Listing(world)),
            ["primary", var node, "at", "end"] => (world.Primary?.Node.Name == node, $"it is {world.Primary?.Node.Name ?? "nobody"}"),
            ["primary", var node, "within", var span, "of", var moment] => FirstPrimary(trace, node, ScenarioParser.Duration(moment), ScenarioParser.Duration(span)),
            ["never", "primary", var node] => (trace.Publications.All(publication => publication.Topology.Primary?.Node != node), "it was"),
            ["term", var term, "at", "end"] => (world.Store.State.Term == Number(term), $"it is {world.Store.State.Term}"),
            ["state", var state, "at", "end"] => (world.Topology?.State.ToString().Equals(state.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase) == true, $"it is {world.Topology?.State}"),
            ["lost", "writes", var most] => Lost(world, (int)Number(most)),
            ["lost", "writes", "at", "most", var most] => Lost(world, (int)Number(most)),
            ["indeterminate", "writes", "at", "most", var most] => Count(world.Endpoints.Writes.Count(write => write.Indeterminate), (int)Number(most)),
            ["refused", "writes", "at", "most", var most] => Count(world.Endpoints.Writes.Count(write => write.Refused), (int)Number(most)),
            ["longest", "write", "at", "most", var span] => Longest(world, ScenarioParser.Duration(span)),
            ["backup", "in", "force"] => (world.Primary is { } primary && LogEntry.WritesOf(primary.State.Data).Contains(LogEntry.Backup), "the primary has other data"),
            ["no", "backup", "in", "force"] => (world.Primary is { } primary && !LogEntry.WritesOf(primary.State.Data).Contains(LogEntry.Backup), "the primary has it"),
            ["members", .. var names] => (world.Members.SequenceEqual(names), $"they are {string.Join(' ', world.Members)}"),
            ["stopped", var node] => (world.Node(node).Process is null, "it runs"),
            ["reply", "accepted"] => (world.Checker.Replies.Count > 0 && world.Checker.Replies[^1].Accepted, "it was not"),
            ["reply", "refused"] => (world.Checker.Replies.Count > 0 && !world.Checker.Replies[^1].Accepted, "it was not"),
            _ => throw new ScenarioException(expectation, "unknown expectation"),
        };
        return holds ? null : $"expected {expectation}: {instead}";
    }

    private static ulong Number(string word) => ulong.Parse(word, CultureInfo.InvariantCulture);

    private static (bool Holds, string Instead) Count(int count, int most) => (count <= most, $"there are {count}");

    private static (bool Holds, string Instead) Lost(SimulatedWorld world, int most)
    {
        if (world.Primary is not { } primary) return (false, "there is no primary");
        var missing = world.Losses.Missing(primary.State.Data);
        return (missing.Count <= most, $"missing are {missing.Count} of {world.Losses.All.Count}: {string.Join(' ', missing.Take(10))}");
    }

    private static (bool Holds, string Instead) FirstPrimary(TraceWriter trace, string node, TimeSpan moment, TimeSpan span)
    {
        foreach (var (at, topology) in trace.Publications)
            if (at >= moment && topology.Primary?.Node == node) return (at <= moment + span, $"it was at {at.TotalSeconds:0.000} s");
        return (false, "it never was");
    }

    private static (bool Holds, string Instead) Longest(SimulatedWorld world, TimeSpan most)
    {
        var longest = world.Endpoints.Writes.Where(write => write.AcknowledgedAt is not null).Select(write => write.AcknowledgedAt!.Value - write.Issued).DefaultIfEmpty().Max();
        return (longest <= most, $"one took {longest.TotalMilliseconds:0} ms");
    }

    internal static string Listing(SimulatedWorld world) => string.Join(", ", world.Nodes.Select(node => node.Process is not { } process
        ? $"{node.Name} down"
        : $"{node.Name} {(process.State.IsPrimary ? "primary" : process.State.IsSealed ? "sealed" : $"follows {process.State.Follows}")}{(process.IsFrozen ? " frozen" : "")}, lists {string.Join('+', process.Replicas.Select(link => $"{link.Replica.Node.Name}{(link.Online ? "" : "?")}"))}"));
}
