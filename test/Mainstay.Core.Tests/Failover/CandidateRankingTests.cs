using Mainstay.Core.Failover;
using static Mainstay.Core.Tests.Failover.Samples;

namespace Mainstay.Core.Tests.Failover;

public class CandidateRankingTests
{
    [Fact]
    public void A_newer_history_outranks_a_longer_old_one() =>
        Assert.Equal("main-002", First(Copy(1, Replica("r1", "h2", 9_000)), Copy(2, Replica("r2", "h3", 10))));

    [Fact]
    public void Within_a_history_the_furthest_leads() =>
        Assert.Equal("main-003", First(Copy(2, Replica("r2", "h3", 10)), Copy(3, Replica("r3", "h3", 11))));

    [Fact]
    public void Priority_breaks_ties_only()
    {
        Assert.Equal("main-003", First(Copy(2, Replica("r2", "h3", 10)), Copy(3, Replica("r3", "h3", 10), priority: 1)));
        Assert.Equal("main-002", First(Copy(2, Replica("r2", "h3", 11)), Copy(3, Replica("r3", "h3", 10), priority: 1)));
    }

    [Fact]
    public void Priority_zero_never_leads() =>
        Assert.Equal("main-002", First(Copy(2, Replica("r2", "h3", 10)), Copy(3, Replica("r3", "h3", 99), priority: 0)));

    [Fact]
    public void Equal_copies_leave_the_primary_where_it_is() =>
        Assert.Equal("main-002", First(Copy(1, Replica("r1", "h3", 10)), Copy(2, Replica("r2", "h3", 10), wasPrimary: true)));

    [Fact]
    public void The_interrupted_choice_of_a_term_outranks_all_for_it_was_promoted_from_the_best()
    {
        var durable = Durable with { Term = 4, Phase = TermPhase.Chosen, Choice = new("main-002", "r2", new("h3", 10)) };
        var promoted = Replica("r2", "h4", 12) with { SecondReplicationId = "h3", SecondOffset = 11 };
        Assert.Equal("main-002", CandidateRanking.Rank([Copy(3, Replica("r3", "h3", 500)), Copy(2, promoted)], durable)[0].Node);
    }

    [Fact]
    public void A_promotion_by_somebody_else_counts_only_up_to_its_branch()
    {
        var foreign = Replica("r2", "hx", 5_000) with { SecondReplicationId = "h3", SecondOffset = 11 };
        Assert.Equal(new Lineage(3, 10), Lineage.Of(foreign, Durable));
        Assert.Equal("main-003", First(Copy(2, foreign), Copy(3, Replica("r3", "h3", 11))));
    }

    [Fact]
    public void Unknown_histories_rank_by_holding_keys_at_all() =>
        Assert.Equal("main-003", First(Copy(2, Replica("r2", "hx", 900) with { HasKeys = false }), Copy(3, Replica("r3", "hy", 1))));

    private static string First(params CopyOfData[] copies) => CandidateRanking.Rank(copies, Durable)[0].Node;
}
