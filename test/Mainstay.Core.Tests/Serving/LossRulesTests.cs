using Mainstay.Core.Serving;

namespace Mainstay.Core.Tests.Serving;

public sealed class LossRulesTests
{
    [Theory]
    [InlineData(CommandTraits.Read, LossVerdict.Repeat)]
    [InlineData(CommandTraits.Connection, LossVerdict.Repeat)]
    [InlineData(CommandTraits.Asks, LossVerdict.Repeat)]
    [InlineData(CommandTraits.Read | CommandTraits.Blocking, LossVerdict.Repeat)]
    [InlineData(CommandTraits.Write, LossVerdict.Indeterminate)]
    [InlineData(CommandTraits.Write | CommandTraits.Blocking, LossVerdict.Indeterminate)]
    [InlineData(CommandTraits.Replicates, LossVerdict.Indeterminate)]
    [InlineData(CommandTraits.Script, LossVerdict.Indeterminate)]
    [InlineData(CommandTraits.Blocking, LossVerdict.Indeterminate)]
    [InlineData(CommandTraits.None, LossVerdict.Indeterminate)]
    public void Only_what_changes_nothing_is_repeated(CommandTraits traits, LossVerdict verdict) =>
        Assert.Equal(verdict, LossRules.Judge(new CommandSpec("X", traits), inTransaction: false, transactionEndSent: false, atReplica: false));

    [Fact]
    public void A_transaction_without_its_EXEC_did_not_run()
    {
        var write = new CommandSpec("SET", CommandTraits.Write);
        Assert.Equal(LossVerdict.Repeat, LossRules.Judge(write, true, false, false));
        Assert.Equal(LossVerdict.Acknowledge, LossRules.Judge(write, true, true, false));
        Assert.Equal(LossVerdict.Indeterminate, LossRules.Judge(new CommandSpec("EXEC", CommandTraits.None, CommandAction.Exec), false, true, false));
    }

    [Fact]
    public void A_replica_runs_no_writes_whatever_a_script_tries()
    {
        Assert.Equal(LossVerdict.Repeat, LossRules.Judge(new CommandSpec("EVAL", CommandTraits.Script), false, false, atReplica: true));
        Assert.Equal(LossVerdict.Indeterminate, LossRules.Judge(CommandSpec.Unknown, false, false, atReplica: true));
    }
}
