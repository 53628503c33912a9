using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.TestKit.Running;

/// <summary>Measures the write gap of one kind of event.</summary>
public static class GapRuns
{
    /// <summary>Several times on one running group, with plain clients.</summary>
    /// <param name="up">A whole group; it is whole again afterwards.</param>
    /// <param name="kind">What befalls the primary.</param>
    /// <param name="runs">How often.</param>
    /// <exception cref="TimeoutException">Writes did not resume, or the group was not whole, within 15 s.</exception>
    public static async Task<GapTable> MeasureAsync(UpProcess up, GapEvent kind, int runs)
    {
        var results = new List<FleetResult>();
        for (var run = 1; run <= runs; run++) results.Add(await MeasureOnceAsync(new UpTarget(up), kind, new FleetOptions { Port = up.Ports.Primary, Run = $"{kind}-{run}" }));
        return new GapTable(kind.ToString().ToLowerInvariant(), results);
    }

    /// <summary>Once.</summary>
    /// <exception cref="TimeoutException">Writes did not resume, or the group was not whole, within the target's patience.</exception>
    public static async Task<FleetResult> MeasureOnceAsync(IGapTarget target, GapEvent kind, FleetOptions options)
    {
        // 1. A whole group, warm writers, and no rubbish left to collect just then.
        await target.ReadyAsync(Deadline.In(target.Patience));
        await using var fleet = await WriterFleet.StartAsync(options);
        GC.Collect();
        await fleet.FlowsAsync(5, Deadline.InSeconds(5));

        // 2. The event; from now on the gap is looked for.
        var since = Deadline.In(target.Patience);
        fleet.Mark();
        var struck = target.StrikeAsync(kind);

        // 3. Writes flow again, and some time after that the group is whole.
        await Task.WhenAll(fleet.FlowsAsync(5, since), struck);
        await target.MendAsync(kind);
        var readBack = await target.WholeAsync(since);
        var whole = since.Elapsed;

        // 4. They still do when it is.
        await fleet.FlowsAsync(15, Deadline.In(target.Patience));
        return await fleet.StopAsync(readBack) with { Whole = whole };
    }
}
