using Mainstay.TestKit.Writing;

namespace Mainstay.TestKit.Soaking;

/// <summary>What became of one burst.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">What befell whom: <c>crash of the primary</c>.</param>
/// <param name="Faults">The burst in its own words.</param>
/// <param name="Writes">What the writers saw, and what was there afterwards.</param>
/// <param name="MayLose">Whether acknowledged writes that were not yet replicated may be lost by it.</param>
/// <param name="IsPair">Whether two faults met.</param>
public sealed record BurstResult(int Number, string Kind, string Faults, FleetResult Writes, bool MayLose, bool IsPair)
{
    /// <summary>What must not be; empty when all is as promised.</summary>
    public IReadOnlyList<string> Broken()
    {
        var broken = new List<string>();
        if (!MayLose && Writes.Lost > 0) broken.Add($"{Writes.Lost} acknowledged writes lost, and none may be");
        if (Writes.Doubled > 0) broken.Add($"{Writes.Doubled} writes doubled");
        if (Writes.RefusedButThere > 0) broken.Add($"{Writes.RefusedButThere} writes there that were answered as not executed");

        // Of two faults the second may come after writes had resumed, and a daemon's death may leave commands in a stopped server's buffers.
        if (!IsPair && Writes.LostLate > 0) broken.Add($"{Writes.LostLate} acknowledged writes lost that were sent after writes had resumed");
        if (!IsPair && Writes.OutOfOrder > 0) broken.Add($"{Writes.OutOfOrder} writes out of order");
        return [.. broken.Select(one => $"burst {Number} ({Faults}): {one}; {Writes}")];
    }
}
