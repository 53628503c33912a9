using Mainstay.Core.Failover;
using Mainstay.Server.Control.Orders;
using Mainstay.Server.Store;

namespace Mainstay.Server.Tests.Control.Orders;

public sealed class StoreCommitsTests : IAsyncDisposable
{
    private static readonly DurableState Next = new() { Version = 11, Term = 5, Nonce = "ours" };
    private readonly ScriptedStore _store = new(4);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Written_is_committed()
    {
        Assert.Equal(new ActionResult.Committed(Next), await CommitAsync());
        Assert.Equal(Next, _store.State);
    }

    [Fact]
    public async Task Another_state_is_a_conflict()
    {
        _store.State = new() { Version = 11, Term = 5, Nonce = "theirs" };
        Assert.Equal(new ActionResult.Conflict(_store.State), await CommitAsync());
    }

    [Fact]
    public async Task Our_own_state_found_there_is_committed()
    {
        _store.State = Next;
        Assert.Equal(new ActionResult.Committed(Next), await CommitAsync());
    }

    [Fact]
    public async Task A_store_that_refuses_is_a_failure()
    {
        _store.CommitFault = new StoreException("the disk is full", mayHaveBeenWritten: false);
        Assert.Equal(new ActionResult.Failed("the disk is full"), await CommitAsync());
    }

    [Fact]
    public async Task Applied_and_its_answer_lost_is_committed()
    {
        _store.CommitFault = new StoreException("timed out", mayHaveBeenWritten: true);
        _store.AppliedAllTheSame = true;
        Assert.Equal(new ActionResult.Committed(Next), await CommitAsync());
    }

    [Fact]
    public async Task An_answer_lost_and_nothing_found_is_unknown_for_it_may_be_applied_yet()
    {
        _store.CommitFault = new StoreException("timed out", mayHaveBeenWritten: true);
        Assert.Equal(new ActionResult.Unknown("timed out"), await CommitAsync());
        _store.ReadFault = new StoreException("no route", mayHaveBeenWritten: false);
        Assert.Equal(new ActionResult.Unknown("timed out; and then: no route"), await CommitAsync());
    }

    [Fact]
    public async Task An_answer_lost_and_anothers_commit_found_is_a_conflict()
    {
        _store.State = new() { Version = 11, Term = 5, Nonce = "theirs" };
        _store.CommitFault = new StoreException("timed out", mayHaveBeenWritten: true);
        Assert.Equal(new ActionResult.Conflict(_store.State), await CommitAsync());
    }

    private Task<ActionResult> CommitAsync() => new StoreCommits(_store, "main").CommitAsync(10, Next, TestContext.Current.CancellationToken);
}
