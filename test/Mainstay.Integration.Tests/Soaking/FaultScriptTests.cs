using Mainstay.TestKit.Soaking;

namespace Mainstay.Integration.Tests.Soaking;

/// <summary>What a seed makes of a day.</summary>
public sealed class FaultScriptTests
{
    [Fact]
    public void The_same_seed_gives_the_same_day_and_another_seed_another() =>
        Assert.Equal((Day(1, true), true), (Day(1, true), Day(1, true) != Day(2, true)));

    [Fact]
    public void Every_kind_of_fault_comes_alone_and_in_pairs()
    {
        var script = new FaultScript(7);
        var bursts = Enumerable.Range(0, 300).Select(_ => script.Next(daemonToo: true)).ToList();
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Contains(bursts, burst => burst.Count == 1 && burst[0].Kind == kind));
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Contains(bursts, burst => burst.Count == 2 && burst.Any(fault => fault.Kind == kind)));
        Assert.All(bursts.Where(burst => burst.Count == 2), burst =>
        {
            Assert.InRange(burst[1].After, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            Assert.False(burst[0].IsOfNode && burst[1].IsOfNode && burst[0].Node == burst[1].Node);
            Assert.False(burst[0].IsOfDaemon && burst[1].IsOfDaemon);
        });
        Assert.Equal([1, 2, 3], bursts.SelectMany(burst => burst).Where(fault => fault.IsOfNode).Select(fault => fault.Node).Distinct().Order());
    }

    [Fact]
    public void A_daemon_that_is_to_grow_old_is_spared() => Assert.DoesNotContain("Daemon", Day(3, daemonToo: false), StringComparison.Ordinal);

    private static string Day(int seed, bool daemonToo)
    {
        var script = new FaultScript(seed);
        return string.Join("; ", Enumerable.Range(0, 100).Select(_ => string.Join(" and ", script.Next(daemonToo))));
    }
}
