using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using static Mainstay.Core.Tests.Failover.Samples;

namespace Mainstay.Core.Tests.Failover;

public class ReplicaLagTests
{
    private static readonly ReaderSpec Bounds = new() { LagBytes = 1000, LagTime = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(1000, 10, false, false)]
    [InlineData(1001, 0, false, true)]
    [InlineData(0, 11, false, true)]
    [InlineData(500, 0, true, true)]
    [InlineData(499, 4, true, false)]
    [InlineData(0, 5, true, true)]
    public void One_that_lags_comes_back_only_below_half_of_the_bounds(long behind, int unheard, bool lagging, bool beyond) =>
        Assert.Equal(beyond, ReplicaLag.IsBeyond(Bounds, behind, TimeSpan.FromSeconds(unheard), lagging));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_bounds_nobody_lags(bool lagging) =>
        Assert.False(ReplicaLag.IsBeyond(new ReaderSpec { LagBytes = 0, LagTime = TimeSpan.Zero }, long.MaxValue, TimeSpan.FromHours(1), lagging));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_smallest_bound_can_be_met_again(long bound) => Assert.False(ReplicaLag.IsBeyond(new ReaderSpec { LagBytes = bound }, 0, TimeSpan.Zero, lagging: true));

    [Fact]
    public void What_was_not_heard_counts_where_something_was_missed()
    {
        Assert.Equal(12, Unheard(replicaAt: 20, heard: 12, behind: 1));
        Assert.Equal(0, Unheard(replicaAt: 20, heard: 12, behind: 0));
        Assert.Equal(0, Unheard(replicaAt: 20, heard: null, behind: 1));
    }

    [Fact]
    public void A_primary_that_hangs_is_not_the_replicas_fault() => Assert.Equal(1, Unheard(replicaAt: 20, heard: 12, behind: 1, primaryAt: [.. Every(0, 9)]));

    [Fact]
    public void Nor_is_one_that_answers_again_just_now() => Assert.Equal(1, Unheard(replicaAt: 20, heard: 12, behind: 1, primaryAt: [.. Every(0, 8), .. Every(19, 20)]));

    [Theory]
    [InlineData(20, 0)]
    [InlineData(15, 5)]
    [InlineData(2, 11)]
    public void The_primarys_word_counts_where_the_replica_says_nothing(int replicaAt, int unheard) =>
        Assert.Equal(unheard, Unheard(replicaAt, heard: 0, behind: 0, listed: 11));

    private static IEnumerable<double> Every(int from, int to) => Enumerable.Range(from, to - from + 1).Select(second => (double)second);

    /// <summary>In seconds, 20 s after the beginning.</summary>
    private static double Unheard(double replicaAt, long? heard, long behind, double[]? primaryAt = null, long listed = 0)
    {
        var nodes = new GroupSightings(Group());
        foreach (var at in primaryAt ?? [.. Every(0, 20)]) nodes.Take("main-001", Primary("r1", "h3", 10), Durable, At(at));
        nodes.Take("main-002", Replica("r2", "h3", 10, heard: heard), Durable, At(replicaAt));
        return ReplicaLag.Unheard(nodes.Find("main-002")!, Link(2, 10) with { LagSeconds = listed }, behind, At(20)).TotalSeconds;
    }
}
