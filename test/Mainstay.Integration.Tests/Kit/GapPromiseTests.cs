using Mainstay.TestKit.Running;
using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Kit;

/// <summary>Each figure that is promised can be broken.</summary>
public sealed class GapPromiseTests
{
    [Theory]
    [InlineData(GapEvent.Crash, 250, 1, 9, true)]
    [InlineData(GapEvent.Crash, 252, 1, 9, false)]
    [InlineData(GapEvent.Crash, 252, 5, 9, true)]
    [InlineData(GapEvent.Crash, 250, 1, 11, false)]
    [InlineData(GapEvent.Hang, 1600, 0, 9, true)]
    [InlineData(GapEvent.Hang, 1700, 0, 9, false)]
    [InlineData(GapEvent.Switchover, 50, 0, 9, true)]
    [InlineData(GapEvent.Switchover, 60, 0, 9, false)]
    public void Figures(GapEvent kind, int gap, int usual, int whole, bool kept) =>
        Assert.Equal(kept, GapPromise.Of(kind).BrokenBy(new GapTable("x", [Run(gap, usual, whole)]), idle: false).Count == 0);

    [Fact]
    public void One_large_gap_breaks_it() =>
        Assert.Contains("largest", Assert.Single(GapPromise.Of(GapEvent.Crash).BrokenBy(new GapTable("x", [Run(100, 0, 1), Run(100, 0, 1), Run(700, 0, 1)]), idle: true)), StringComparison.Ordinal);

    [Fact]
    public void A_switchover_may_lose_nothing_and_show_nothing()
    {
        var promise = GapPromise.Of(GapEvent.Switchover);
        var crash = GapPromise.Of(GapEvent.Crash);
        Assert.Single(promise.BrokenBy(new GapTable("x", [Run(1, 0, 1) with { Lost = 1 }]), idle: true));
        Assert.Single(promise.BrokenBy(new GapTable("x", [Run(1, 0, 1) with { Indeterminate = 1 }]), idle: true));
        Assert.Empty(crash.BrokenBy(new GapTable("x", [Run(1, 0, 1) with { Lost = 1, Indeterminate = 1 }]), idle: true));
        Assert.Single(crash.BrokenBy(new GapTable("x", [Run(1, 0, 1) with { LostLate = 1 }]), idle: true));
        Assert.Single(crash.BrokenBy(new GapTable("x", [Run(1, 0, 1) with { Doubled = 1 }]), idle: true));
        Assert.Single(crash.BrokenBy(new GapTable("x", [Run(1, 0, 1) with { Errors = new Dictionary<string, long> { ["READONLY"] = 1 } }]), idle: true));
    }

    private static FleetResult Run(double gap, double usual, double whole) => new()
    {
        Gap = TimeSpan.FromMilliseconds(gap),
        UsualGap = TimeSpan.FromMilliseconds(usual),
        SlowestWrite = default,
        LongestStall = default,
        Acknowledged = 1,
        Indeterminate = 0,
        Errors = new Dictionary<string, long>(),
        Lost = 0,
        LostLate = 0,
        Doubled = 0,
        OutOfOrder = 0,
        RefusedButThere = 0,
        Whole = TimeSpan.FromSeconds(whole),
    };
}
