using System.Globalization;
using Mainstay.TestKit.Waiting;
using Mainstay.TestKit.Writing;

namespace Mainstay.TestKit.Soaking;

/// <summary>A hard day: faults at random while clients write, and after each the group becomes whole again.</summary>
/// <param name="options">How hard and how long.</param>
/// <param name="tell">Called after every burst, with a line.</param>
public sealed class SoakRun(SoakOptions options, Action<string> tell)
{
    private readonly List<BurstResult> _bursts = [];
    private readonly List<string> _broken = [];
    private readonly FaultScript _script = new(options.Seed);

    /// <summary>Runs it. A day on which the group does not become whole ends there, and its report says so.</summary>
    public async Task<SoakReport> RunAsync()
    {
        var day = Deadline.In(options.Length);
        DaemonFigures? warm = null, end = null;
        var between = 0;
        await using var group = await ServedGroup.StartAsync(Deadline.In(options.WholeWithin * Machine.Slack));
        try
        {
            // 1. The half in which the daemon is befallen, too; a young one begins the other.
            await BurstsAsync(group, daemonToo: true, Deadline.In(options.Length / 2));
            await BurstAsync(group, [new Fault(FaultKind.DaemonEnd, 1, TimeSpan.Zero, TimeSpan.Zero)]);

            // 2. Warm after a third of the rest.
            await BurstsAsync(group, daemonToo: false, Deadline.In(day.Left / 3));
            warm = await DaemonFigures.QuietAsync(group.Daemon.Id, options.Quiet);
            tell($"warm: {warm}");

            // 3. All that is left, but for a quiet time at the end.
            var before = _bursts.Count;
            await BurstsAsync(group, daemonToo: false, Deadline.In(day.Left - options.Quiet));
            between = _bursts.Count - before;
            end = await DaemonFigures.QuietAsync(group.Daemon.Id, options.Quiet);
            tell($"end: {end}");
            _broken.AddRange(end.GrownSince(warm, options.Growth).Select(grown => $"the daemon's {grown} over {between} bursts"));
        }
        catch (TimeoutException late)
        {
            _broken.Add(late.Message);
        }

        return new SoakReport(options.Seed, Math.Round(day.Elapsed.TotalSeconds, 1), KindSummary.Of(_bursts), group.Starts, warm, end, between, _broken);
    }

    private async Task BurstsAsync(ServedGroup group, bool daemonToo, Deadline until)
    {
        while (!until.Passed) await BurstAsync(group, _script.Next(daemonToo));
    }

    private async Task BurstAsync(ServedGroup group, IReadOnlyList<Fault> faults)
    {
        // 1. A whole group under light load.
        var number = _bursts.Count + 1;
        var words = string.Join(" and ", faults);
        var patience = options.WholeWithin * Machine.Slack;
        try
        {
            var primary = (await group.WholeAsync(Deadline.In(patience))).Primary!;
            await using var fleet = await WriterFleet.StartAsync(new FleetOptions
            {
                Port = group.Primary,
                Run = string.Create(CultureInfo.InvariantCulture, $"soak-{number}"),
                Writers = options.Writers,
                WritesPerSecond = options.WritesPerSecond,
            });

            // 2. What befalls it, and how long until all is well again.
            fleet.Mark();
            var since = Deadline.In(patience);
            var hand = new FaultHand(group);
            _broken.AddRange((await hand.StrikeAsync(faults)).Select(broken => $"burst {number} ({words}): {broken}"));
            await group.StartedAgainAsync(hand.Ended, since);
            await group.WholeAsync(since);
            var whole = since.Elapsed;
            await fleet.FlowsAsync(3, since);

            // 3. What became of every write.
            var result = new BurstResult(number, FaultWords.Of(faults, primary), words, await fleet.StopAsync() with { Whole = whole }, FaultWords.MayLose(faults, primary), faults.Count > 1);
            _bursts.Add(result);
            _broken.AddRange(result.Broken());
            tell($"{number}: {words} (primary {primary}): {result.Writes}");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"burst {number} ({words}): {late.Message}", late);
        }
    }
}
