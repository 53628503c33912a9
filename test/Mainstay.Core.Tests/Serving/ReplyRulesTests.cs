using System.Text;
using Mainstay.Core.Serving;

namespace Mainstay.Core.Tests.Serving;

public sealed class ReplyRulesTests
{
    private static readonly CommandSpec _write = new("SET", CommandTraits.Write);
    private static readonly CommandSpec _script = new("EVAL", CommandTraits.Script);
    private static readonly CommandSpec _wait = new("WAIT", CommandTraits.Blocking, CommandAction.Wait);

    [Theory]
    [InlineData("READONLY You can't write against a read only replica.", ReplyVerdict.NotPrimary, ReplyVerdict.Answer)]
    [InlineData("READONLY Can not run script with write flag on readonly replica.", ReplyVerdict.NotPrimary, ReplyVerdict.NotPrimary)]
    [InlineData("READONLY You can't write against a read only replica. script: abc, on @user_script:1.", ReplyVerdict.NotPrimary, ReplyVerdict.Answer)]
    [InlineData("LOADING Redis is loading the dataset in memory", ReplyVerdict.NotServing, ReplyVerdict.NotServing)]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", ReplyVerdict.NotServing, ReplyVerdict.NotServing)]
    [InlineData("NOREPLICAS Not enough good replicas to write.", ReplyVerdict.TooFewReplicas, ReplyVerdict.Answer)]
    [InlineData("UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)", ReplyVerdict.Woken, ReplyVerdict.Woken)]
    [InlineData("UNBLOCKED client unblocked via CLIENT UNBLOCK", ReplyVerdict.Answer, ReplyVerdict.Answer)]
    [InlineData("EXECABORT Transaction discarded because of: READONLY You can't write against a read only replica.", ReplyVerdict.TransactionNotPrimary, ReplyVerdict.Answer)]
    [InlineData("EXECABORT Transaction discarded because of previous errors.", ReplyVerdict.Answer, ReplyVerdict.Answer)]
    [InlineData("BUSY Redis is busy running a script.", ReplyVerdict.Answer, ReplyVerdict.Answer)]
    [InlineData("READONLYISH no", ReplyVerdict.Answer, ReplyVerdict.Answer)]
    [InlineData("", ReplyVerdict.Answer, ReplyVerdict.Answer)]
    public void What_an_error_proves(string error, ReplyVerdict forWrite, ReplyVerdict forScript)
    {
        Assert.Equal(forWrite, ReplyRules.Judge(Encoding.ASCII.GetBytes(error), _write));
        Assert.Equal(forScript, ReplyRules.Judge(Encoding.ASCII.GetBytes(error), _script));
    }

    [Fact]
    public void A_woken_WAIT_is_no_proof_of_anything() =>
        Assert.Equal(ReplyVerdict.ConfirmationLost, ReplyRules.Judge("UNBLOCKED force unblock from blocking operation, x"u8, _wait));
}
