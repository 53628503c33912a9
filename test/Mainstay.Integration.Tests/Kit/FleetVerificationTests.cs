using Mainstay.TestKit.Writing;

namespace Mainstay.Integration.Tests.Kit;

/// <summary>What is concluded from what writers know and what is there.</summary>
public sealed class FleetVerificationTests
{
    private static readonly WriteRecord[] Records =
        [new(1, WriteOutcome.Acknowledged, 10, 11), new(2, WriteOutcome.Refused, 20, 21), new(3, WriteOutcome.Unknown, 30, 31), new(4, WriteOutcome.Acknowledged, 40, 41)];

    [Theory]
    [InlineData(new long[] { 1, 4 }, 0, 0, 0, 0, 0)]
    [InlineData(new long[] { 1, 3, 4 }, 0, 0, 0, 0, 0)]
    [InlineData(new long[] { 4 }, 1, 0, 0, 0, 0)]
    [InlineData(new long[] { 1 }, 1, 1, 0, 0, 0)]
    [InlineData(new long[] { 1, 1, 4 }, 0, 0, 1, 0, 0)]
    [InlineData(new long[] { 1, 4, 3 }, 0, 0, 0, 1, 0)]
    [InlineData(new long[] { 1, 2, 4 }, 0, 0, 0, 0, 1)]
    public void Appended(long[] there, long lost, long lostLate, long doubled, long outOfOrder, long refusedButThere) =>
        Assert.Equal(new WriterFindings(lost, lostLate, doubled, outOfOrder, refusedButThere), FleetVerification.Appended(Records, there, resumed: 25));

    [Theory]
    [InlineData(2, 0, 0, 0)]
    [InlineData(3, 0, 0, 0)]
    [InlineData(1, 0, 1, 0)]
    [InlineData(4, 0, 0, 1)]
    [InlineData(3, 2, 2, 0)]
    public void Counted(long counter, long wentBack, long lost, long doubled) =>
        Assert.Equal(new WriterFindings(lost, 0, doubled, 0, 0), FleetVerification.Counted(Records, counter, wentBack));

    [Fact]
    public void The_longest_gap_is_one_that_touches_the_window()
    {
        long At(double milliseconds) => (long)(milliseconds * TimeProvider.System.TimestampFrequency / 1000);
        long[] answers = [At(0), At(900), At(910), At(1010), At(1020), At(1500)];
        Assert.Equal(900, WriteGap.Longest(answers, At(0)).Length.TotalMilliseconds, 1.0);
        Assert.Equal(480, WriteGap.Longest(answers, At(905)).Length.TotalMilliseconds, 1.0);
        Assert.Equal(100, WriteGap.Longest(answers, At(905), At(1025)).Length.TotalMilliseconds, 1.0);
        Assert.Equal(TimeSpan.Zero, WriteGap.Longest([5], 0).Length);
    }

    [Fact]
    public void A_table_sums_up()
    {
        FleetResult Run(double gap) => new()
        {
            Gap = TimeSpan.FromMilliseconds(gap),
            UsualGap = default,
            SlowestWrite = default,
            LongestStall = default,
            Acknowledged = 1,
            Indeterminate = 2,
            Errors = new Dictionary<string, long> { ["READONLY"] = 3 },
            Lost = 4,
            LostLate = 0,
            Doubled = 5,
            OutOfOrder = 6,
            RefusedButThere = 7,
            Whole = TimeSpan.FromSeconds(gap),
        };
        var table = new GapTable("crash", [Run(30), Run(10), Run(20), Run(100)]);
        Assert.Equal((25.0, 100.0, 100.0), (table.MedianGap.TotalMilliseconds, table.LargestGap.TotalMilliseconds, table.LargestWhole.TotalSeconds));
        Assert.Equal((16, 8, 12, 72), (table.Lost, table.Indeterminate, table.Errors, table.Wrong));
        Assert.Contains("median 25.0 ms, largest 100.0 ms over 4 runs", table.ToString(), StringComparison.Ordinal);
    }
}
