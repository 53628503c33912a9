using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Upstreams;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Gives waiting commands to a lane, in order, and makes of each what must be sent.</summary>
internal sealed class CommandSender(SessionContext session, SendWindow window, LaneRules rules)
{
    /// <summary>A channel that nobody is to use; what is published there only moves the server's own offset.</summary>
    private const string MarkChannel = "mainstay:written";

    /// <summary>Bytes of requests that go together at most.</summary>
    private const int MostRun = 16 << 10;

    private static readonly byte[] _discard = "*1\r\n$7\r\nDISCARD\r\n"u8.ToArray();
    private static readonly byte[] _mark = RespWriter.Command("PUBLISH", MarkChannel, "");
    private static readonly CommandSpec _markSpec = new("PUBLISH", CommandTraits.Replicates);

    private long _runStart;
    private long _runEnd;

    /// <summary>Gives what may be given; stops when enough are unanswered, and behind a command that blocks, for what follows it would only wait in the server.</summary>
    public FillResult Fill(Lane lane, HeldCommands held, ReplyIntake replies)
    {
        var result = FillAll(lane, held, replies);
        EndRun(lane);
        return result;
    }

    private FillResult FillAll(Lane lane, HeldCommands held, ReplyIntake replies)
    {
        var queue = session.Queue;
        while (!replies.IsResendDue() && !session.Scripts.IsPaused() && queue.NextToSend < queue.Count)
        {
            var index = queue.NextToSend;
            var isDue = queue.Due() is not null;
            if (isDue && index - queue.NextToAnswer >= window.Limit) return FillResult.Done;
            if (index > 0 && queue[index - 1] is { Stage: CommandStage.Sent, Blocks: true }) return FillResult.Done;
            var command = queue[index];
            if (command.Stage == CommandStage.Waiting && queue.SentOfNext == 0)
            {
                if (!rules.Suits(command, lane.IsShared)) return isDue ? FillResult.Done : FillResult.OtherLane;
                if (OwnBefore(command) is { } own) queue.InsertNext(command = own);
                else Prepare(command, index, lane, held);
            }

            if (command.Stage == CommandStage.Answered)
            {
                queue.PassSent();
                continue;
            }

            if (lane.IsFull || !Copy(command, lane)) return FillResult.Done;
            Sent(command, lane, held, replies);
            if (_runEnd - _runStart >= MostRun) EndRun(lane);
        }

        return FillResult.Done;
    }

    private void Sent(PendingCommand command, Lane lane, HeldCommands held, ReplyIntake replies)
    {
        lane.EndCommand();
        command.Stage = CommandStage.Sent;
        command.SentUpTo = lane.Appended + (_runEnd - _runStart);
        command.FirstSent ??= session.Endpoint.Now;
        if (command.IsHeld) held.Release(command);
        session.Queue.PassSent();
        if (!command.Spec.Repeatable) session.HasSharedWrites = lane.IsShared;
        if (!command.IsSilent) return;
        if (command.Spec.Action != CommandAction.None && !command.Spec.HandlesScripts) replies.Apply(command);
        command.Answer(null);
    }

    /// <summary>What must be sent by ourselves before <paramref name="command"/>, or null.</summary>
    private PendingCommand? OwnBefore(PendingCommand command)
    {
        if (command.Spec.Action == CommandAction.EvalSha) return session.Scripts.LoadBefore(command);
        if (command.Spec.Action != CommandAction.Wait || command.IsQueued || !session.HasSharedWrites) return null;
        session.HasSharedWrites = false;
        var mark = session.Rent(_markSpec, command.Start, command.Start);
        (mark.Encoded, mark.MarksWrites) = (_mark, true);
        return mark;
    }

    /// <summary>Gives as much as there is room for; true when the command is complete. On a shared lane it always is: nobody else's may come between.</summary>
    private bool Copy(PendingCommand command, Lane lane)
    {
        var queue = session.Queue;
        if ((command.Instead ?? command.Encoded) is { } whole)
        {
            EndRun(lane);
            lane.Append(whole);
            return true;
        }

        // 1. Requests that lie one behind the other go together.
        if (command.End - command.Start <= MostRun && queue.SentOfNext == 0)
        {
            if (_runEnd != command.Start)
            {
                EndRun(lane);
                _runStart = command.Start;
            }

            _runEnd = command.End;
            return true;
        }

        // 2. A large one goes as far as there is room.
        EndRun(lane);
        var at = command.Start + queue.SentOfNext;
        while (at < command.End)
        {
            if (lane.IsFull && !lane.IsShared) return false;
            var part = session.Log.Slice(at, command.End);
            lane.Append(part);
            at += part.Length;
            queue.SentOfNext = at - command.Start;
        }

        return true;
    }

    /// <summary>Gives the lane the requests that were put off to go together.</summary>
    private void EndRun(Lane lane)
    {
        while (_runStart < _runEnd)
        {
            var part = session.Log.Slice(_runStart, _runEnd);
            lane.Append(part);
            _runStart += part.Length;
        }
    }

    private void Prepare(PendingCommand command, int index, Lane lane, HeldCommands held)
    {
        command.Instead = null;
        var state = session.State;
        switch (command.Spec.Action)
        {
            case CommandAction.None:
                break;
            case CommandAction.Exec:
                if (state.IsWatchBroken && command.EndsAs == TransactionEnd.Exec) command.EndsAs = TransactionEnd.Nil;
                if (command.EndsAs != TransactionEnd.Exec) command.Instead = _discard;
                break;
            case CommandAction.Unwatch or CommandAction.Discard when !command.IsQueued:
                state.IsWatchBroken = false;
                break;
            case CommandAction.WaitSecondsFirst or CommandAction.WaitSecondsLast or CommandAction.StreamRead when command is { Blocks: true, FirstSent: not null }:
                command.Instead = WaitRewrite.Make(command, session.Floor.Ranges.Read(session.Request(command), int.MaxValue, out _), session.Endpoint.Now - command.FirstSent.Value);
                break;
            default:
                break;
        }

        if (session.Endpoint.Kind != EndpointKind.Reader || !lane.Target.IsPrimary || command.Spec.Repeatable || command.Spec.Action is CommandAction.Exec or CommandAction.Wait) return;

        // With no replica left the reader endpoint leads to the primary, and what may write must not profit from that.
        session.Endpoint.Counters.Add(EndpointCounter.ReaderWrites);
        held.Release(command);
        SessionContext.Refuse(command, Replies.ReaderWrite(session.Endpoint.PrimaryEndpoint?.ToString()));
        if (command.IsQueued) session.SpoilTransaction(index);
    }
}
