using Mainstay.Core.Failover;
using Mainstay.Server.Control;

namespace Mainstay.Server.Tests.Control;

public class OperatorAsksTests
{
    private readonly OperatorAsks _asks = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_gets_the_answer_to_his_own_question()
    {
        var ids = new List<long>();
        var asked = Enumerable.Range(0, 3).Select(_ => _asks.AskAsync(id => { ids.Add(id); return true; }, OperatorAsks.Patience, Token)).ToArray();
        foreach (var id in ids.AsEnumerable().Reverse()) _asks.Answer(id, Reply($"to {id}"));
        for (var i = 0; i < asked.Length; i++) Assert.Equal($"to {ids[i]}", (await asked[i]).Summary);
        _asks.Answer(ids[0], Reply("once more, to nobody"));
    }

    [Fact]
    public async Task A_loop_that_takes_nothing_is_told_at_once()
    {
        var reply = await _asks.AskAsync(_ => false, OperatorAsks.Patience, Token);
        Assert.False(reply.Accepted);
        Assert.Contains("too busy", reply.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_machine_leaves_nobody_waiting()
    {
        var asked = _asks.AskAsync(_ => true, OperatorAsks.Patience, Token);
        _asks.AnswerAll("begun anew");
        Assert.Equal("begun anew", (await asked).Summary);
    }

    [Fact]
    public async Task Only_so_many_wait_at_once()
    {
        var asked = Enumerable.Range(0, OperatorAsks.MostWaiting).Select(_ => _asks.AskAsync(_ => true, OperatorAsks.Patience, Token)).ToArray();
        Assert.Contains("too many", (await _asks.AskAsync(_ => true, OperatorAsks.Patience, Token)).Summary, StringComparison.Ordinal);
        _asks.AnswerAll("end");
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task After_the_patience_it_is_said_that_nothing_is_known()
    {
        var time = new SteppedTime();
        var asks = new OperatorAsks(time);
        var asked = asks.AskAsync(_ => true, OperatorAsks.Patience, Token);
        time.Advance(OperatorAsks.Patience - TimeSpan.FromSeconds(1));
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var reply = await asked;
        Assert.False(reply.Accepted);
        Assert.Contains("may still be under way", reply.Summary, StringComparison.Ordinal);
    }

    private static OperatorReply Reply(string summary) => new(true, summary, []);
}
