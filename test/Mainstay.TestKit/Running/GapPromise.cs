using Mainstay.TestKit.Writing;

namespace Mainstay.TestKit.Running;

/// <summary>What is promised of one kind of event.</summary>
/// <param name="Median">The largest allowed median gap.</param>
/// <param name="Largest">The largest allowed gap.</param>
/// <param name="Unnoticed">No error, no indeterminate and no lost write is allowed.</param>
public sealed record GapPromise(TimeSpan Median, TimeSpan Largest, bool Unnoticed)
{
    /// <summary>The group is whole again this long after the event.</summary>
    public static TimeSpan Whole { get; } = TimeSpan.FromSeconds(10);

    public static GapPromise Of(GapEvent kind) => kind switch
    {
        GapEvent.Crash => new(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(600), Unnoticed: false),
        GapEvent.Hang => new(TimeSpan.FromMilliseconds(1600), TimeSpan.FromMilliseconds(1600), Unnoticed: false),
        _ => new(TimeSpan.FromMilliseconds(50), TimeSpan.MaxValue, Unnoticed: true),
    };

    /// <summary>How the runs broke it, in sentences; empty when they kept it.</summary>
    /// <param name="table">The runs.</param>
    /// <param name="idle">
    /// Whether the machine is known to do nothing else. Where it is not, gaps that the same writers saw just before the events, when nothing
    /// happened to the group, are the machine's own and are added to what is allowed: next to nothing on an idle one.
    /// </param>
    public IReadOnlyList<string> BrokenBy(GapTable table, bool idle)
    {
        var median = Median + (idle ? TimeSpan.Zero : table.MedianUsualGap);
        var largest = Largest == TimeSpan.MaxValue ? Largest : Largest + (idle ? TimeSpan.Zero : table.LargestUsualGap);
        var broken = new List<string>();
        if (table.MedianGap > median) broken.Add($"the median gap is {table.MedianGap.TotalMilliseconds:0} ms, more than {median.TotalMilliseconds:0} ms");
        if (table.LargestGap > largest) broken.Add($"the largest gap is {table.LargestGap.TotalMilliseconds:0} ms, more than {largest.TotalMilliseconds:0} ms");
        if (table.LargestWhole > Whole) broken.Add($"the group was whole only after {table.LargestWhole.TotalSeconds:0.0} s, more than {Whole.TotalSeconds:0} s");
        if (table.Wrong > 0) broken.Add($"{table.Wrong} writes were lost after writes had resumed, doubled, reordered, or there although refused");
        if (table.Errors > 0) broken.Add($"clients saw {table.Errors} errors other than INDETERMINATE");
        if (Unnoticed && table.Indeterminate + table.Lost > 0) broken.Add($"{table.Lost} acknowledged writes were lost and {table.Indeterminate} were indeterminate");
        return broken;
    }
}
