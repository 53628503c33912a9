using System.Globalization;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Crowding;
using Mainstay.TestKit.Fuzzing;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Hostile;

/// <summary>Spoilt input without end on a living endpoint: clients that behave are answered rightly all the time, and the daemon neither grows nor complains.</summary>
public sealed class FuzzTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private const int AtOnce = 8;
    private const long MostGrowth = 200L << 20;
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(1);

    private UpProcess Up => fixture.Up;

    [Fact]
    public async Task Spoilt_input_harms_nobody_else()
    {
        var plan = new FuzzPlan(30);
        using var stop = new CancellationTokenSource();
        GoodClient[] good = [new(Up.Ports.Primary, "two", resp3: false, _pace), new(Up.Ports.Primary, "three", resp3: true, _pace)];
        var answering = Task.WhenAll(good.Select(client => client.RunAsync(stop.Token)));
        await Eventually.TrueAsync(() => good.All(client => client.Answers > 1000) || answering.IsCompleted, Deadline.InSeconds(20), "clients are answered");
        var before = SystemProcess.ResidentBytes(Up.Daemon.Id);
        var (attacks, most) = (0, 0L);
        var attack = string.Empty;
        try
        {
            foreach (var seeds in plan.Seeds().Chunk(AtOnce))
            {
                attack = $"attacks {seeds[0]} to {seeds[^1]}; {FuzzPlan.Again(seeds[0])}";
                var answers = good.Select(client => client.Answers).ToArray();
                await Task.WhenAll(seeds.Select(seed => Attacker.AttackAsync(Up.Ports.Primary, seed)));
                attacks += seeds.Length;
                most = Math.Max(most, SystemProcess.ResidentBytes(Up.Daemon.Id));

                // Each batch of attacks ends with everybody answered once more.
                await Eventually.TrueAsync(() => answering.IsCompleted || good.Zip(answers).All(pair => pair.First.Answers > pair.Second), Deadline.InSeconds(10), "clients are answered");
                if (answering.IsCompleted) break;
            }

            await stop.CancelAsync();
            await answering;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{attack}{Environment.NewLine}{exception.Message}{Environment.NewLine}{Up.Daemon.Describe()}", exception);
        }

        var longest = good.SelectMany(client => client.Take()).Max();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {plan.FirstSeed}: {attacks} attacks, {good.Sum(client => client.Answers)} good answers, longest {longest:0} ms, memory {before >> 20} MiB, at most {most >> 20} MiB"));
        Assert.True(Up.Daemon.Runs, Up.Daemon.Describe());
        Assert.DoesNotContain("xception", Up.Daemon.Errors + Up.Daemon.Output, StringComparison.Ordinal);
        Assert.True(most - before < MostGrowth, $"the daemon grew from {before >> 20} MiB to {most >> 20} MiB");
        Assert.True(longest < 2000 * Machine.Slack, $"somebody waited for {longest} ms");
        await Up.WholeAsync(Deadline.InSeconds(10));
    }
}
