using System.Text.Json;
using Mainstay.Bench.Failover.Clients;
using Mainstay.Bench.Failover.Reports;
using Mainstay.Bench.Failover.Systems;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Failovers;

/// <summary>What the failover bench makes of its runs.</summary>
public sealed class FailoverReportTests
{
    private static readonly Cell Ours = new(GapEvent.Crash, ClientKind.Plain, SystemKind.Mainstay);
    private static readonly Cell Theirs = Ours with { System = SystemKind.Sentinel };

    [Fact]
    public void A_cell_sums_up_its_runs()
    {
        var report = CellReport.Of(Ours, [Run(40, lost: 1, ("connection-lost", 2)), Run(20, lost: 0, ("connection-lost", 1), ("READONLY", 7)), Run(30, lost: 4)], failed: 0);
        Assert.Equal(("crash", "plain", "mainstay", 3, 30.0, 40.0), (report.Event, report.Client, report.System, report.Runs, report.GapP50Ms, report.GapMaxMs));
        Assert.Equal((300, 5), (report.Acknowledged, report.Lost));
        Assert.Equal([40.0, 20.0, 30.0], report.GapsMs);
        Assert.Equal([1L, 0L, 4L], report.LostByRun);
        Assert.Equal(["INDETERMINATE 9", "READONLY 7", "connection-lost 3"], report.Errors.Select(error => $"{error.Key} {error.Value}"));
    }

    [Fact]
    public void Mainstay_has_promised_something_and_Sentinel_has_not()
    {
        Assert.Empty(CellReport.Of(Ours, [Run(200, lost: 0)], failed: 0).Broken);
        Assert.Single(CellReport.Of(Ours, [Run(300, lost: 0)], failed: 0).Broken);
        Assert.Single(CellReport.Of(Ours, [Run(200, lost: 0)], failed: 1).Broken);
        Assert.Single(CellReport.Of(Ours, [], failed: 1).Broken);
        Assert.Empty(CellReport.Of(Theirs, [Run(3000, lost: 9)], failed: 1).Broken);
    }

    [Fact]
    public void The_table_and_the_JSON_tell_the_ratio_of_what_was_measured_on_both_sides()
    {
        var alone = CellReport.Of(Ours with { Event = GapEvent.Hang }, [Run(1000, lost: 0)], failed: 0);
        var report = new FailoverReport(DateTimeOffset.UnixEpoch, 2, "v", 50, 1000, 0, [CellReport.Of(Ours, [Run(40, lost: 0)], 0), CellReport.Of(Theirs, [Run(2000, lost: 3)], 1), alone]);
        Assert.Equal(new Ratio("crash", "plain", 50, 50), Assert.Single(report.SentinelToMainstay));
        Assert.Contains("| crash | plain | sentinel | 1 and 1 failed | 2000 ms | 2000 ms | 100 | 3 | INDETERMINATE 3 |", report.ToTable(), StringComparison.Ordinal);
        Assert.Contains("crash, plain: with Sentinel the gap is 50 times as long", report.ToTable(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(50, json.RootElement.GetProperty("sentinelToMainstay")[0].GetProperty("p50").GetDouble());
        Assert.Equal(2000, json.RootElement.GetProperty("cells")[1].GetProperty("gapP50Ms").GetDouble());
    }

    private static FleetResult Run(double gap, long lost, params (string Kind, long Count)[] errors) => new()
    {
        Gap = TimeSpan.FromMilliseconds(gap),
        UsualGap = default,
        SlowestWrite = default,
        LongestStall = default,
        Acknowledged = 100,
        Indeterminate = 3,
        Errors = errors.ToDictionary(error => error.Kind, error => error.Count),
        Lost = lost,
        LostLate = 0,
        Doubled = 0,
        OutOfOrder = 0,
        RefusedButThere = 0,
        Whole = TimeSpan.FromSeconds(1),
    };
}
