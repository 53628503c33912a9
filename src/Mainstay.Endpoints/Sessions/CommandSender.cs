using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Upstreams;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Moves waiting commands into a connection's room, in order, and makes of each what must be sent.</summary>
internal sealed class CommandSender(SessionContext session, SendWindow window)
{
    private static readonly byte[] _discard = "*1\r\n$7\r\nDISCARD\r\n"u8.ToArray();

    private readonly ArgumentRanges _ranges = new();

    /// <summary>Fills the room; stops when enough are unanswered, and behind a command that blocks, for what follows it would only wait in the server.</summary>
    public void Fill(UpstreamLink link, HeldCommands held, ReplyIntake replies)
    {
        var queue = session.Queue;
        while (!session.Scripts.IsPaused() && queue.NextToSend < queue.Count)
        {
            var index = queue.NextToSend;
            if (queue.Due() is not null && index - queue.NextToAnswer >= window.Limit) return;
            if (index > 0 && queue[index - 1] is { Stage: CommandStage.Sent, Blocks: true }) return;
            var command = queue[index];
            if (command.Stage == CommandStage.Waiting && queue.SentOfNext == 0)
            {
                if (session.Scripts.LoadBefore(command) is { } load) queue.InsertNext(command = load);
                else Prepare(command, index, link, held);
            }

            if (command.Stage == CommandStage.Answered)
            {
                queue.PassSent();
                continue;
            }

            if (!Copy(command, link)) return;
            command.Stage = CommandStage.Sent;
            command.FirstSent ??= session.Endpoint.Now;
            held.Release(command);
            queue.PassSent();
            if (!command.IsSilent) continue;
            if (command.Spec.Action != CommandAction.None && !command.Spec.HandlesScripts) replies.Apply(command);
            command.Answer(null);
        }
    }

    /// <summary>Copies as much as there is room for; true when the command is complete.</summary>
    private bool Copy(PendingCommand command, UpstreamLink link)
    {
        var whole = command.Instead ?? command.Encoded;
        var length = whole?.Length ?? command.End - command.Start;
        while (session.Queue.SentOfNext < length)
        {
            var room = link.Room;
            if (room.IsEmpty) return false;
            var sent = session.Queue.SentOfNext;
            int count;
            if (whole is null) count = session.Log.Copy(command.Start + sent, command.End, room);
            else
            {
                count = (int)Math.Min(room.Length, length - sent);
                whole.AsSpan((int)sent, count).CopyTo(room);
            }

            link.Commit(count);
            session.Queue.SentOfNext += count;
        }

        return true;
    }

    private void Prepare(PendingCommand command, int index, UpstreamLink link, HeldCommands held)
    {
        command.Instead = null;
        var state = session.State;
        switch (command.Spec.Action)
        {
            case CommandAction.Exec:
                if (state.IsWatchBroken && command.EndsAs == TransactionEnd.Exec) command.EndsAs = TransactionEnd.Nil;
                if (command.EndsAs != TransactionEnd.Exec) command.Instead = _discard;
                break;
            case CommandAction.Unwatch or CommandAction.Discard when !command.IsQueued:
                state.IsWatchBroken = false;
                break;
            case CommandAction.WaitSecondsFirst or CommandAction.WaitSecondsLast or CommandAction.StreamRead when command is { Blocks: true, FirstSent: not null }:
                command.Instead = WaitRewrite.Make(command, _ranges.Read(session.Request(command), int.MaxValue, out _), session.Endpoint.Now - command.FirstSent.Value);
                break;
            default:
                break;
        }

        if (session.Endpoint.Kind != EndpointKind.Reader || !link.Target.IsPrimary || command.Spec.Repeatable || command.Spec.Action is CommandAction.Exec or CommandAction.Wait) return;

        // With no replica left the reader endpoint leads to the primary, and what may write must not profit from that.
        session.Endpoint.Counters.Add(EndpointCounter.ReaderWrites);
        held.Release(command);
        SessionContext.Refuse(command, Replies.ReaderWrite(session.Endpoint.PrimaryEndpoint?.ToString()));
        if (command.IsQueued) session.SpoilTransaction(index);
    }
}
