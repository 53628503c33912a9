using Mainstay.TestKit.Soaking;
using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Soaking;

/// <summary>Each promise of a hard day can be broken.</summary>
public sealed class SoakVerdictTests
{
    private static readonly DaemonFigures Warm = new(100 << 20, 30, 100);

    [Theory]
    [InlineData(100, 30, 100, 0)]
    [InlineData(118, 35, 114, 0)]
    [InlineData(119, 30, 100, 1)]
    [InlineData(100, 36, 100, 1)]
    [InlineData(100, 30, 115, 1)]
    [InlineData(200, 60, 200, 3)]
    [InlineData(50, 10, 20, 0)]
    public void Growth_beyond_a_tenth_and_the_noise_is_told(int mebibytes, int threads, int descriptors, int grown) =>
        Assert.Equal(grown, new DaemonFigures((long)mebibytes << 20, threads, descriptors).GrownSince(Warm, 0.1).Count);

    [Fact]
    public void Figures_are_those_of_a_process()
    {
        var own = DaemonFigures.Of(Environment.ProcessId);
        Assert.InRange(own.ResidentBytes, 10 << 20, 10L << 30);
        Assert.InRange(own.Threads, 2, 10_000);
        Assert.InRange(own.Descriptors, 3, 100_000);
    }

    [Fact]
    public void Only_a_primary_left_unasked_may_lose()
    {
        Fault Of(FaultKind kind, int node = 1) => new(kind, node, TimeSpan.Zero, TimeSpan.Zero);
        Assert.True(FaultWords.MayLose([Of(FaultKind.Crash)], "main-001"));
        Assert.False(FaultWords.MayLose([Of(FaultKind.Crash)], "main-002"));
        Assert.False(FaultWords.MayLose([Of(FaultKind.Switchover)], "main-001"));
        Assert.False(FaultWords.MayLose([Of(FaultKind.DaemonKill)], "main-001"));
        Assert.False(FaultWords.MayLose([Of(FaultKind.DaemonEnd), Of(FaultKind.Switchover)], "main-001"));
        Assert.True(FaultWords.MayLose([Of(FaultKind.Crash), Of(FaultKind.Switchover)], "main-002"));
        Assert.Equal("hang of the primary", FaultWords.Of([Of(FaultKind.Hang)], "main-001"));
        Assert.Equal("SIGTERM of a replica", FaultWords.Of([Of(FaultKind.NodeEnd)], "main-003"));
    }

    [Fact]
    public void What_no_fault_may_do_is_told()
    {
        Assert.Empty(Burst(mayLose: true, new() { Gap = default, Lost = 3 }).Broken());
        Assert.Single(Burst(mayLose: false, new() { Gap = default, Lost = 1 }).Broken());
        Assert.Single(Burst(mayLose: true, new() { Gap = default, Doubled = 1 }).Broken());
        Assert.Single(Burst(mayLose: true, new() { Gap = default, RefusedButThere = 1 }).Broken());
        Assert.Single(Burst(mayLose: true, new() { Gap = default, LostLate = 1, Lost = 1 }).Broken());
        Assert.Single(Burst(mayLose: true, new() { Gap = default, OutOfOrder = 1 }).Broken());
    }

    [Fact]
    public void A_report_sums_up_by_kind_in_a_table_and_as_json()
    {
        var kinds = KindSummary.Of([Burst(true, new() { Gap = TimeSpan.FromMilliseconds(40), Lost = 2 }), Burst(true, new() { Gap = TimeSpan.FromMilliseconds(60), Lost = 1 })]);
        var report = new SoakReport(5, 120, kinds, 4, Warm, Warm with { Threads = 31 }, 9, ["the daemon's memory grew"]);
        var table = report.ToTable();
        Assert.Contains("2 bursts in 2.0 minutes, seed 5, 4 starts of the daemon", table, StringComparison.Ordinal);
        Assert.Contains("| crash of the primary | 2 | 60 ms | 60 ms | 1.0 s | 1.0 s | 20 | 3 | 0 | 0 |", table, StringComparison.Ordinal);
        Assert.Contains("| 9 bursts later | 100.0 MiB | 31 | 100 |", table, StringComparison.Ordinal);
        Assert.Contains("Not as promised: the daemon's memory grew", table, StringComparison.Ordinal);
        Assert.Contains("\"largestGapMs\": 60", report.ToJson(), StringComparison.Ordinal);
    }

    private static BurstResult Burst(bool mayLose, Figures figures) => new(1, "crash of the primary", "Crash of node 1", figures.Result(), mayLose, IsPair: false);

    private sealed record Figures
    {
        public required TimeSpan Gap { get; init; }

        public long Lost { get; init; }

        public long LostLate { get; init; }

        public long Doubled { get; init; }

        public long OutOfOrder { get; init; }

        public long RefusedButThere { get; init; }

        public FleetResult Result() => new()
        {
            Gap = Gap,
            UsualGap = default,
            SlowestWrite = default,
            LongestStall = default,
            Acknowledged = 10,
            Indeterminate = 0,
            Errors = new Dictionary<string, long>(),
            Lost = Lost,
            LostLate = LostLate,
            Doubled = Doubled,
            OutOfOrder = OutOfOrder,
            RefusedButThere = RefusedButThere,
            Whole = TimeSpan.FromSeconds(1),
        };
    }
}
