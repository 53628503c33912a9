namespace Mainstay.Core.Serving;

/// <summary>
/// Which error replies prove that a command did not run (redis-server 7.0, <c>processCommand</c>, <c>scriptPrepareForRun</c>,
/// <c>unblockClientOnError</c>). A script can answer these codes after it has written, so for scripts only the server's
/// exact texts count.
/// </summary>
public static class ReplyRules
{
    /// <summary>The verdict on <paramref name="error"/>: the line without its type byte and end.</summary>
    public static ReplyVerdict Judge(ReadOnlySpan<byte> error, CommandSpec command)
    {
        if (error.StartsWith("UNBLOCKED force unblock"u8))
            return command.Action == CommandAction.Wait ? ReplyVerdict.ConfirmationLost : ReplyVerdict.Woken;
        if (command.IsScript) return JudgeScript(error);
        if (error.StartsWith("READONLY "u8)) return ReplyVerdict.NotPrimary;
        if (error.StartsWith("LOADING "u8) || error.StartsWith("MASTERDOWN "u8)) return ReplyVerdict.NotServing;
        if (error.StartsWith("NOREPLICAS "u8)) return ReplyVerdict.TooFewReplicas;
        if (!error.StartsWith("EXECABORT Transaction discarded because of: "u8)) return ReplyVerdict.Answer;
        var reason = error["EXECABORT Transaction discarded because of: "u8.Length..];
        if (reason.StartsWith("READONLY "u8) || reason.StartsWith("MASTERDOWN "u8)) return ReplyVerdict.TransactionNotPrimary;
        return ReplyVerdict.Answer;
    }

    /// <summary>
    /// Whether <paramref name="error"/> says that the server does not have the script that EVALSHA names, so that nothing ran (<c>evalGenericCommand</c>).
    /// </summary>
    public static bool IsScriptMissing(ReadOnlySpan<byte> error) => error.StartsWith("NOSCRIPT No matching script."u8);

    private static ReplyVerdict JudgeScript(ReadOnlySpan<byte> error)
    {
        if (error.SequenceEqual("READONLY Can not run script with write flag on readonly replica."u8)) return ReplyVerdict.NotPrimary;
        if (error.SequenceEqual("LOADING Redis is loading the dataset in memory"u8)) return ReplyVerdict.NotServing;
        if (error.SequenceEqual("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."u8)) return ReplyVerdict.NotServing;
        return ReplyVerdict.Answer;
    }
}
