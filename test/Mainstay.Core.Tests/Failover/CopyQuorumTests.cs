using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using static Mainstay.Core.Tests.Failover.Samples;

namespace Mainstay.Core.Tests.Failover;

public class CopyQuorumTests
{
    private static readonly CopyOfData Second = Copy(2, Replica("r2", "h3", 10));
    private static readonly CopyOfData Third = Copy(3, Replica("r3", "h3", 12));
    private static readonly CopyOfData RestartedThird = Copy(3, Replica("r9", "h3", 4), valid: false);

    [Fact]
    public void Async_leads_with_one_valid_copy() =>
        Assert.Equal("main-002", Judge(Durability.Async, [Second], ["main-001", "main-003"]).Best?.Node);

    [Fact]
    public void Async_waits_when_only_restarted_copies_answer()
    {
        var verdict = Judge(Durability.Async, [RestartedThird], ["main-001", "main-002"]);
        Assert.False(verdict.Enough);
        Assert.Contains("main-001, main-002", verdict.Reason);
    }

    [Fact]
    public void Async_does_not_lead_with_a_valid_copy_of_an_older_history_while_others_are_unseen() =>
        Assert.False(Judge(Durability.Async, [Copy(2, Replica("r2", "h2", 900))], ["main-001", "main-003"]).Enough);

    [Fact]
    public void Sync_needs_as_many_valid_copies_as_cannot_all_lack_an_acknowledged_write()
    {
        Assert.False(Judge(Durability.Sync, [Second], ["main-001", "main-003"]).Enough);
        Assert.Equal("main-003", Judge(Durability.Sync, [Second, Third], ["main-001"]).Best?.Node);
        Assert.Equal("main-002", Judge(new Durability(2, TimeSpan.FromSeconds(1)), [Second], ["main-001", "main-003"]).Best?.Node);
    }

    [Fact]
    public void Sync_does_not_count_a_restarted_copy() =>
        Assert.False(Judge(Durability.Sync, [Second, RestartedThird], ["main-001"]).Enough);

    [Fact]
    public void The_primary_itself_is_enough() =>
        Assert.Equal("main-001", Judge(Durability.Sync, [Copy(1, Replica("r1", "h3", 20), wasPrimary: true)], ["main-002", "main-003"]).Best?.Node);

    [Fact]
    public void When_all_processes_of_an_aof_group_were_lost_who_led_last_leads_once_every_copy_answers()
    {
        // A log of writes names no history: every copy comes back with one that nobody committed.
        CopyOfData[] all = [.. Enumerable.Range(1, 3).Select(n => Copy(n, Replica($"n{n}", $"new{n}", 1) with { HasKeys = true }, valid: false))];
        var led = Durable.Primary!.Node;
        Assert.Equal(led, CopyQuorum.Judge(all, [], Durable, Durability.Async, false, Persistence.Aof).Best?.Node);
        Assert.False(CopyQuorum.Judge([.. all.Where(copy => copy.Node != led)], [led], Durable, Durability.Async, false, Persistence.Aof).Enough);
        Assert.False(CopyQuorum.Judge(all, [], Durable, Durability.Async, false).Enough);
        Assert.False(CopyQuorum.Judge(all, [], Durable, Durability.Sync, false, Persistence.Aof).Enough);
    }

    [Fact]
    public void When_all_processes_were_lost_the_most_advanced_of_all_copies_leads()
    {
        CopyOfData[] all = [Copy(1, Replica("n1", "h3", 10), valid: false), Copy(2, Replica("n2", "h3", 12), valid: false), Copy(3, Replica("n3", "h3", 11), valid: false)];
        Assert.Equal("main-002", Judge(Durability.Async, all, []).Best?.Node);
        Assert.False(Judge(Durability.Async, all[..2], ["main-003"]).Enough);
    }

    [Fact]
    public void A_fuller_copy_that_may_not_lead_is_not_thrown_away_for_an_emptier_one_that_may()
    {
        CopyOfData[] all = [Copy(1, Replica("n1", "h2", 10), valid: false), Copy(2, Replica("n2", "h3", 0), valid: false), Copy(3, Replica("r3", "h3", 90), priority: 0)];
        var verdict = Judge(Durability.Async, all, []);
        Assert.False(verdict.Enough);
        Assert.Contains("main-003", verdict.Reason);
    }

    [Fact]
    public void When_all_copies_of_a_sync_group_are_behind_what_was_seen_the_operator_decides()
    {
        CopyOfData[] all = [Copy(1, Replica("n1", "h3", 10), valid: false), Copy(2, Replica("n2", "h3", 12), valid: false), Copy(3, Replica("n3", "h3", 11), valid: false)];
        var seen = Durable with { Members = [new("main-001", "r1", new("h3", 15)), new("main-002", "r2", null), new("main-003", "r3", null)] };
        Assert.False(CopyQuorum.Judge(all, [], seen, Durability.Sync, acceptLoss: false).Enough);
        Assert.Contains("guess", CopyQuorum.Judge(all, [], seen, Durability.Async, acceptLoss: false).Reason);
        Assert.Equal("main-002", CopyQuorum.Judge(all, [], seen, Durability.Sync, acceptLoss: true).Best?.Node);
    }

    [Fact]
    public void Copies_of_histories_nobody_committed_never_lead_by_themselves_when_several_hold_keys()
    {
        CopyOfData[] all = [Copy(1, Replica("n1", "hx", 10), valid: false), Copy(2, Replica("n2", "hy", 12), valid: false)];
        Assert.False(CopyQuorum.Judge(all, [], DurableState.Empty, Durability.Async, acceptLoss: false).Enough);
    }

    [Fact]
    public void A_fresh_group_takes_the_first_node_once_all_answer()
    {
        CopyOfData[] all = [.. Enumerable.Range(1, 3).Select(number => Copy(number, Replica($"n{number}", $"x{number}", 0) with { HasKeys = false }, valid: false))];
        Assert.Equal("main-001", CopyQuorum.Judge(all, [], DurableState.Empty, Durability.Async, acceptLoss: false).Best?.Node);
        Assert.False(CopyQuorum.Judge(all[..2], ["main-003"], DurableState.Empty, Durability.Async, acceptLoss: false).Enough);
    }

    [Fact]
    public void Nobody_answers_nobody_leads() => Assert.False(Judge(Durability.Async, [], ["main-001", "main-002", "main-003"]).Enough);

    private static QuorumVerdict Judge(Durability durability, CopyOfData[] copies, string[] unseen) =>
        CopyQuorum.Judge(copies, unseen, Durable, durability, acceptLoss: false);
}
