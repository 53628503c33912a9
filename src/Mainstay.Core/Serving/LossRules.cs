namespace Mainstay.Core.Serving;

/// <summary>Decides about commands that were in flight. Only what changes nothing is ever sent twice.</summary>
public static class LossRules
{
    /// <summary>The verdict on a command that was sent in full.</summary>
    /// <param name="command">What it is.</param>
    /// <param name="inTransaction">Whether it was queued between MULTI and EXEC, or is the MULTI.</param>
    /// <param name="transactionEndSent">Whether the EXEC that runs it was sent, too.</param>
    /// <param name="atReplica">Whether it was sent to a replica, which runs no writes, whatever a script tries.</param>
    public static LossVerdict Judge(CommandSpec command, bool inTransaction, bool transactionEndSent, bool atReplica)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (inTransaction) return transactionEndSent ? LossVerdict.Acknowledge : LossVerdict.Repeat;
        if (command.Action == CommandAction.Exec) return LossVerdict.Indeterminate;
        if (command.Repeatable) return LossVerdict.Repeat;
        return atReplica && command.IsScript ? LossVerdict.Repeat : LossVerdict.Indeterminate;
    }
}
