using Mainstay.Core.Serving;
using Mainstay.Endpoints.Metrics;

namespace Mainstay.Endpoints.Sessions;

/// <summary>One session's share of what the group holds: enters commands in the ledger, and refuses those that can't be held (any longer).</summary>
internal sealed class HeldCommands(SessionContext session)
{
    /// <summary>Commands of this session that are held.</summary>
    public int Count { get; private set; }

    /// <summary>Holds the command at <paramref name="index"/>, or refuses it.</summary>
    public void Hold(int index)
    {
        var command = session.Queue[index];
        if (command.Stage != CommandStage.Waiting || command.IsEntered || command.IsOwn) return;
        var ledger = session.Endpoint.Ledger;
        var refusal = ledger.TryEnter(command.Size);
        if (refusal != HoldRefusal.None && !session.Endpoint.Route.HasTarget(session.Endpoint.Kind))
        {
            Refuse(index, refusal);
            return;
        }

        command.IsEntered = refusal == HoldRefusal.None;
        if (command.IsHeld)
        {
            if (command.IsEntered) ledger.LeaveBeyond();
            return;
        }

        if (!command.IsEntered) ledger.EnterBeyond();
        Count++;
        session.Endpoint.Counters.AddHeld(1);
        command.IsHeld = true;
        command.HeldSince ??= session.Endpoint.Now;
        session.Endpoint.Counters.Add(EndpointCounter.CommandsHeld);
    }

    /// <summary>Holds all that wait.</summary>
    public void HoldAll()
    {
        for (var i = 0; i < session.Queue.Count; i++) Hold(i);
    }

    /// <summary>The command is held no more.</summary>
    public void Release(PendingCommand command)
    {
        if (!command.IsHeld) return;
        Count--;
        session.Endpoint.Counters.AddHeld(-1);
        if (command.IsEntered) session.Endpoint.Ledger.Leave(command.Size);
        else session.Endpoint.Ledger.LeaveBeyond();
        command.IsHeld = command.IsEntered = false;
    }

    /// <summary>Whether any was held as long as allowed.</summary>
    public bool AnyExpired()
    {
        if (Count == 0) return false;
        for (var i = 0; i < session.Queue.Count; i++)
            if (IsExpired(session.Queue[i])) return true;
        return false;
    }

    /// <summary>Refuses those held as long as allowed.</summary>
    public void RefuseExpired()
    {
        for (var i = 0; i < session.Queue.Count; i++)
            if (IsExpired(session.Queue[i])) Refuse(i, HoldRefusal.Time);
    }

    /// <summary>The client went away: nobody waits for them.</summary>
    public void DropAll()
    {
        session.Endpoint.Counters.Add(EndpointCounter.DroppedWithClient, Count);
        for (var i = 0; i < session.Queue.Count; i++) Release(session.Queue[i]);
    }

    private bool IsExpired(PendingCommand command) =>
        command.IsHeld && command.Stage == CommandStage.Waiting && HoldRules.Expired(session.Endpoint.Ledger.Spec, command.HeldSince!.Value, session.Endpoint.Now);

    private void Refuse(int index, HoldRefusal refusal)
    {
        var command = session.Queue[index];
        session.Endpoint.CountRefusal(refusal);
        RefuseOne(command, refusal);
        if (command.IsQueued) session.SpoilTransaction(index);
        else if (command.Spec.Action == CommandAction.Multi) RefuseTransaction(index, refusal);
        else if (command.Spec.Action is CommandAction.Exec or CommandAction.Discard) AbandonTransaction(index);
    }

    private void RefuseOne(PendingCommand command, HoldRefusal refusal)
    {
        Release(command);
        SessionContext.Refuse(command, Replies.TryAgain(refusal, session.Endpoint.Ledger.Spec.Time));
    }

    /// <summary>A transaction whose MULTI is refused must not run command by command: all of it is refused.</summary>
    private void RefuseTransaction(int index, HoldRefusal refusal)
    {
        for (var i = index + 1; i < session.Queue.Count; i++)
        {
            var command = session.Queue[i];
            if (command.IsQueued)
            {
                if (command.Stage == CommandStage.Waiting) RefuseOne(command, refusal);
                continue;
            }

            if (command.Spec.Action == CommandAction.Exec) SessionContext.Refuse(command, Replies.Aborted);
            else if (command.Spec.Action == CommandAction.Discard) command.Answer("+OK\r\n"u8.ToArray());
            Release(command);
            return;
        }

        session.IsTransactionRefused = session.InTransaction;
    }

    /// <summary>A transaction whose end is refused is over: nothing of it may reach a node on its own.</summary>
    private void AbandonTransaction(int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            var command = session.Queue[i];
            var opens = command.Spec.Action == CommandAction.Multi;
            if (!opens && !command.IsQueued) break;
            if (command.Stage == CommandStage.Waiting)
            {
                Release(command);
                command.Answer(opens ? "+OK\r\n"u8.ToArray() : "+QUEUED\r\n"u8.ToArray());
            }

            if (opens) break;
        }

        session.State.EndTransaction();
    }
}
