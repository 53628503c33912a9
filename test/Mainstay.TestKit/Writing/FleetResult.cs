namespace Mainstay.TestKit.Writing;

/// <summary>What a fleet saw of one event.</summary>
public sealed record FleetResult
{
    /// <summary>The longest time without any acknowledged write over all writers, from the event on.</summary>
    public required TimeSpan Gap { get; init; }

    /// <summary>The same before the event: how still the machine and the measurement are.</summary>
    public required TimeSpan UsualGap { get; init; }

    /// <summary>The longest that one write waited for its answer.</summary>
    public required TimeSpan SlowestWrite { get; init; }

    /// <summary>The longest time that this process itself was not run by the machine.</summary>
    public required TimeSpan LongestStall { get; init; }

    public required long Acknowledged { get; init; }

    /// <summary>Writes answered <c>INDETERMINATE</c>.</summary>
    public required long Indeterminate { get; init; }

    /// <summary>All other errors that writers saw, by their first word, lost connections among them.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Acknowledged writes that are not there.</summary>
    public required long Lost { get; init; }

    /// <summary>Those of the lost that were sent after writes had resumed: no kind of durability allows one.</summary>
    public required long LostLate { get; init; }

    /// <summary>Writes that are there more than once.</summary>
    public required long Doubled { get; init; }

    /// <summary>Writes that stand after a later one of the same writer.</summary>
    public required long OutOfOrder { get; init; }

    /// <summary>Writes answered as not executed that are there.</summary>
    public required long RefusedButThere { get; init; }

    /// <summary>From the event until the group was whole again; null when that was not awaited.</summary>
    public TimeSpan? Whole { get; init; }

    public long ErrorCount => Errors.Values.Sum();

    public override string ToString() =>
        $"gap {Gap.TotalMilliseconds:0} ms (usual {UsualGap.TotalMilliseconds:0}, slowest write {SlowestWrite.TotalMilliseconds:0}, own stall {LongestStall.TotalMilliseconds:0}), " +
        $"whole {Whole?.TotalSeconds.ToString("0.0", null) ?? "?"} s, acknowledged {Acknowledged}, lost {Lost} (late {LostLate}), doubled {Doubled}, out of order {OutOfOrder}, " +
        $"refused but there {RefusedButThere}, indeterminate {Indeterminate}, errors [{string.Join(", ", Errors.Select(error => $"{error.Key} {error.Value}"))}]";
}
