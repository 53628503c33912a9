using System.Globalization;

namespace Mainstay.Core.Tests.Clusters;

/// <summary>Random trouble from seeds: what must hold at every snapshot, and that all serve when peace is there. <c>MAINSTAY_SEEDS=5000</c> plays that many.</summary>
public sealed class RandomClusterTests
{
    private const ulong SeedsInTheSuite = 300;

    // The longest pause between two starts, five failures of a flush, and some.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public void No_seed_breaks_a_rule()
    {
        var outages = 0;
        for (var seed = 1UL; seed <= Seeds(); seed++)
        {
            var world = new ClusterWorld(seed);
            try
            {
                world.Run(TimeSpan.FromSeconds(60), faults: 0.01);
                world.MakePeace();
                world.Run(Patience, faults: 0);
                Assert.True(world.AllServe, "not all serve though peace is there");
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e.Message}\n{world.Story}");
            }

            outages += world.Outages;
        }

        Assert.True(outages > 1000, $"of all seeds there were only {outages} outages");
    }

    private static ulong Seeds() =>
        ulong.TryParse(Environment.GetEnvironmentVariable("MAINSTAY_SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : SeedsInTheSuite;
}
