using Mainstay.Core.Serving;
using Mainstay.Endpoints.Metrics;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Decides about the commands that were sent on a connection that is lost.</summary>
internal static class InFlight
{
    /// <summary>Gives each either its answer or another chance.</summary>
    /// <param name="session">The session.</param>
    /// <param name="atReplica">Whether the connection led to a replica.</param>
    /// <param name="sent">How much of what was given to the connection left this process: a command that ends behind it can't have run.</param>
    public static void Resolve(SessionContext session, bool atReplica, long sent)
    {
        var queue = session.Queue;
        var endSent = false;
        var ended = false;
        for (var i = queue.NextToSend - 1; i >= queue.NextToAnswer; i--)
        {
            var command = queue[i];
            if (command.Stage != CommandStage.Sent) continue;
            if (command.SentUpTo > sent)
            {
                Apply(session, command, LossVerdict.Repeat);
                continue;
            }

            if (command.EndsAs != TransactionEnd.Exec || command.Spec.Action == CommandAction.Discard) endSent = false;
            var verdict = command.EndsAs != TransactionEnd.Exec ? LossVerdict.Repeat
                : LossRules.Judge(command.Spec, command.IsQueued || command.Spec.Action == CommandAction.Multi, endSent, atReplica);
            if (command.Spec.Action == CommandAction.Exec && command.EndsAs == TransactionEnd.Exec) endSent = ended = true;
            if (command.Spec.Action == CommandAction.Multi) endSent = false;
            Apply(session, command, verdict);
        }

        // An EXEC without its answer ended the transaction, whatever came of it.
        if (ended) session.State.EndTransaction();
    }

    private static void Apply(SessionContext session, PendingCommand command, LossVerdict verdict)
    {
        switch (verdict)
        {
            case LossVerdict.Repeat or LossVerdict.Indeterminate when command.LoadsScript || command.MarksWrites:
                // The next connection may be one to a node that has it, and asks anew.
                command.Answer(null);
                break;
            case LossVerdict.Indeterminate:
                session.Endpoint.Counters.Add(EndpointCounter.Indeterminate);
                SessionContext.Refuse(command, Replies.Indeterminate);
                break;
            case LossVerdict.Acknowledge:
                command.Answer(command.IsQueued ? "+QUEUED\r\n"u8.ToArray() : "+OK\r\n"u8.ToArray());
                break;
            default:
                session.Endpoint.Counters.Add(EndpointCounter.Repeated);
                command.Stage = CommandStage.Waiting;
                command.AlreadyShown = Math.Max(command.AlreadyShown, command.Acknowledged);
                command.Acknowledged = 0;
                break;
        }
    }
}
