using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.TestKit.Running;

/// <summary>Measures the write gap of one kind of event, several times on one running group.</summary>
public static class GapRuns
{
    /// <param name="up">A whole group; it is whole again afterwards.</param>
    /// <param name="kind">What befalls the primary.</param>
    /// <param name="runs">How often.</param>
    /// <param name="told">Called after every run.</param>
    /// <exception cref="TimeoutException">Writes did not resume, or the group was not whole, within 15 s.</exception>
    public static async Task<GapTable> MeasureAsync(UpProcess up, GapEvent kind, int runs, Action<FleetResult>? told = null)
    {
        var results = new List<FleetResult>();
        for (var run = 1; run <= runs; run++)
        {
            var result = await MeasureOnceAsync(up, kind, $"{kind}-{run}");
            results.Add(result);
            told?.Invoke(result);
        }

        return new GapTable(kind.ToString().ToLowerInvariant(), results);
    }

    private static async Task<FleetResult> MeasureOnceAsync(UpProcess up, GapEvent kind, string name)
    {
        // 1. A whole group, warm writers, and no rubbish left to collect just then.
        var before = await up.WholeAsync(Deadline.InSeconds(15));
        var primary = await up.PrimaryAsync();
        await using var fleet = await WriterFleet.StartAsync(new FleetOptions { Port = up.Ports.Primary, Run = name });
        GC.Collect();
        await fleet.FlowsAsync(5, Deadline.InSeconds(5));

        // 2. The event; from now on the gap is looked for.
        var since = Deadline.InSeconds(15);
        fleet.Mark();
        Task asked = Task.CompletedTask;
        if (kind == GapEvent.Switchover) asked = OperatorClient.PostAsync(up.Ports.Web, "switchover");
        else primary.Send(kind == GapEvent.Crash ? Signal.Kill : Signal.Stop);

        // 3. Writes flow again, and some time after that the group is whole.
        await Task.WhenAll(fleet.FlowsAsync(20, since), asked);
        await up.WholeAsync(since, before.Term + 1);
        var whole = since.Elapsed;
        return await fleet.StopAsync() with { Whole = whole };
    }
}
