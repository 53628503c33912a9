using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Upstreams;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// Matches replies with the commands they answer, tells those that prove a command did not run, and keeps the model of the
/// connection true.
/// </summary>
internal sealed class ReplyIntake(SessionContext session, SendWindow window, LaneRules rules) : IReplySink
{
    /// <summary>Bytes that a client leaves unread above which reads of it that are answered on a shared connection are sent again later, on one of its own.</summary>
    private const long MostUnreadShared = 1 << 20;

    private bool _resends;
    private bool _isAside;
    private bool _isMarkRefused;

    /// <summary>Restores the present connection; its replies come first.</summary>
    public Restoration Restoration { get; set; } = Restoration.None;

    /// <summary>Whether the lane in use is shared.</summary>
    public bool IsShared { get; set; }

    private ArgumentRanges Ranges => session.Floor.Ranges;

    /// <summary>Why the connection must be left, once a reply said so.</summary>
    public ReplyVerdict Verdict { get; set; }

    /// <summary>Takes one whole reply; false when it makes no sense here.</summary>
    public bool Take(RespType type, ReadOnlySpan<byte> frame)
    {
        window.Replied(frame.Length);
        rules.Replied(frame.Length);

        // The common case: on a shared connection, to the client's oldest command, which only has to be passed on.
        if (IsShared && !_resends && type is not (RespType.Error or RespType.BulkError) && session.Output.Unsent <= MostUnreadShared && session.TryPassOn(frame)) return true;

        // 1. What takes no place among the replies: pushes, messages, what a monitor sees.
        var restoring = Restoration.IsAnswerDue;
        var due = restoring ? null : session.Queue.Due();
        if (IsAside(type, frame, due, restoring))
        {
            session.Output.Append(frame);
            return true;
        }

        // 2. Replies to what restored the connection.
        if (restoring)
        {
            if (Restoration.TakeReply(type is RespType.Error or RespType.BulkError)) return true;
            session.GiveError(frame);
            session.IsBroken = true;
            return false;
        }

        // 3. The reply to the oldest command that was sent.
        if (due is null) return false;
        if (IsShared && session.Output.Unsent > MostUnreadShared && TrySendAgain(due)) return true;
        if (type is RespType.Error or RespType.BulkError && (IsProof(type, frame, due) || session.Scripts.TakeMiss(due, ErrorText(type, frame), frame))) return true;
        if (PubSubFrame.IsAcknowledged(due.Spec.Action) && PubSubFrame.Acknowledges(frame, due.Spec.Action)) TakeAcknowledgement(due, frame);
        else Deliver(due, type, frame);
        return true;
    }

    /// <summary>
    /// Whether something must be sent again first, and what was sent behind it is unanswered. Once all is answered, what waits is the next
    /// to be sent.
    /// </summary>
    public bool IsResendDue()
    {
        if (!_resends || session.Queue.SentOfNext > 0) return false;
        if (session.Queue.Due() is not null) return true;
        _resends = false;
        session.Queue.Rewind();
        return false;
    }

    /// <summary>Another connection begins: nothing of the former one counts.</summary>
    public void Begin(Restoration restoration, bool isShared) => (Restoration, IsShared, _resends, _isAside) = (restoration, isShared, false, false);

    /// <inheritdoc/>
    public StreamMode BeginStream(RespType type, ReadOnlySpan<byte> beginning)
    {
        if (type is RespType.Array or RespType.Push && PubSubFrame.IsMessage(beginning) && (type == RespType.Push || session.State.GetsMessagesAsArrays))
        {
            _isAside = true;
            return StreamMode.Forward;
        }

        if (type == RespType.Push || Restoration.IsAnswerDue || session.Queue.Due() is not { } due || type == RespType.Error) return StreamMode.Collect;
        if (due.IsOwn || due.Spec.Action is CommandAction.Info or CommandAction.Role or CommandAction.Hello or CommandAction.ClientList or CommandAction.Exec) return StreamMode.Collect;
        if (IsShared) return BeginShared(beginning, due);
        if (session.Queue.NextToAnswer == 0) return StreamMode.Forward;
        return due.Spec.Repeatable ? StreamMode.Discard : StreamMode.Collect;
    }

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<byte> part) => session.Output.Append(part);

    /// <inheritdoc/>
    public void EndStream(StreamMode mode, long length)
    {
        window.Replied(length);
        rules.Replied(length);
        if (_isAside)
        {
            // A message: it answers nothing.
            _isAside = false;
            return;
        }

        if (session.Queue.Due() is not { } due || (PubSubFrame.IsAcknowledged(due.Spec.Action) && mode == StreamMode.Forward)) return;
        if (mode == StreamMode.Forward)
        {
            session.Scripts.Learn(due);
            Finish(due, null);
            return;
        }

        // It had been marked when it began, unless it only comes behind one that must be sent again.
        due.Stage = CommandStage.Waiting;
        session.Queue.PassDue();
    }

    /// <summary>
    /// A long reply on a shared connection: what only reads is asked for again on a connection of the session's own, where it can be as slow
    /// as the client is. Until it is known to be so long it is collected.
    /// </summary>
    private StreamMode BeginShared(ReadOnlySpan<byte> beginning, PendingCommand due)
    {
        var first = session.Queue.NextToAnswer == 0;
        if (!due.Spec.Repeatable || !session.Queue.OnlyReadsBehindDue()) return first ? StreamMode.Forward : StreamMode.Collect;
        var isBulk = beginning[0] == (byte)'$' && beginning.IndexOf((byte)'\n') > 0;
        var length = isBulk && Utf8Parser.TryParse(beginning[1..], out long announced, out _) ? announced : beginning.Length;
        if (length < ReplyFrames.AskedAgain) return StreamMode.Collect;
        _resends = true;
        rules.KeepOwn();
        session.Endpoint.Counters.Add(EndpointCounter.MovedForSize);
        return StreamMode.Discard;
    }

    /// <summary>The client is too slow for a shared connection: whether the command, and all that follow it, can be sent again on one of its own.</summary>
    private bool TrySendAgain(PendingCommand due)
    {
        if (!due.Spec.Repeatable || due.IsOwn || due.Spec.Action != CommandAction.None || !session.Queue.OnlyReadsBehindDue()) return false;
        _resends = true;
        rules.KeepOwn();
        due.Stage = CommandStage.Waiting;
        session.Queue.PassDue();
        session.Endpoint.Counters.Add(EndpointCounter.MovedForSize);
        return true;
    }

    private bool IsAside(RespType type, ReadOnlySpan<byte> frame, PendingCommand? due, bool restoring)
    {
        if (type == RespType.Push)
            return restoring ? !PubSubFrame.IsSubscription(frame) : due is null || !PubSubFrame.Acknowledges(frame, due.Spec.Action);
        if (type == RespType.Array && session.State.GetsMessagesAsArrays) return PubSubFrame.IsMessage(frame);
        return type == RespType.SimpleString && session.State.IsMonitor && frame.Length > 1 && char.IsAsciiDigit((char)frame[1]);
    }

    /// <summary>Whether an error proves that the command did not run and may be sent again.</summary>
    private bool IsProof(RespType type, ReadOnlySpan<byte> frame, PendingCommand due)
    {
        var line = ErrorText(type, frame);
        var verdict = ReplyRules.Judge(line, due.Spec);
        var index = session.Queue.NextToAnswer;
        if (verdict == ReplyVerdict.Answer && index > 0 && due.Spec.Action == CommandAction.Exec && line.StartsWith("EXECABORT "u8)) verdict = ReplyVerdict.TransactionNotPrimary;
        if (verdict == ReplyVerdict.NotPrimary && session.Endpoint.Kind == EndpointKind.Reader) verdict = ReplyVerdict.Answer;
        switch (verdict)
        {
            case ReplyVerdict.Answer:
                return false;
            case ReplyVerdict.ConfirmationLost:
                session.Endpoint.Counters.Add(EndpointCounter.Indeterminate);
                Finish(due, SessionContext.ErrorLine(Replies.ConfirmationLost));
                return true;
            case ReplyVerdict.Woken:
                // It waits anew, however long it waited before.
                due.HeldSince = null;
                break;
            default:
                break;
        }

        if (verdict == ReplyVerdict.Woken) verdict = ReplyVerdict.NotPrimary;
        Verdict = verdict;
        due.Stage = CommandStage.Waiting;
        session.Queue.PassDue();
        session.Endpoint.Counters.Add(EndpointCounter.Repeated);
        return true;
    }

    private void Deliver(PendingCommand due, RespType type, ReadOnlySpan<byte> frame)
    {
        var index = session.Queue.NextToAnswer;
        var isError = type is RespType.Error or RespType.BulkError;

        if (due.LoadsScript || due.MarksWrites)
        {
            if (due.LoadsScript) session.Scripts.TakeLoaded(frame);
            else _isMarkRefused = isError;
            Finish(due, null);
            return;
        }

        session.Scripts.TakeAnswer(due, frame);

        // Behind a command that must be sent again nothing that may be repeated counts: it would have overtaken.
        if (index > 0 && (due.Spec.Repeatable || due.IsQueued) && due.EndsAs == TransactionEnd.Exec)
        {
            due.Stage = CommandStage.Waiting;
            session.Queue.PassDue();
            session.Endpoint.Counters.Add(EndpointCounter.Repeated);
            return;
        }

        if (due.AsksForIds is { } ids)
        {
            if (!isError) ids[due.AsksForArgument] = LastId(frame);
            Finish(due, []);
            return;
        }

        var shown = Shown(due, isError, frame, out var changed);
        Learn(due, isError, frame, index);
        if (index == 0 && !changed)
        {
            if (isError) session.GiveError(frame);
            else session.Output.Append(frame);
            Finish(due, null);
        }
        else Finish(due, shown ?? frame.ToArray());
    }

    private void Finish(PendingCommand due, byte[]? reply)
    {
        due.Answer(reply);
        session.Queue.PassDue();

        // So that the next one is the oldest, unless an older one must be sent again.
        session.Settle();
    }

    private void TakeAcknowledgement(PendingCommand due, ReadOnlySpan<byte> frame)
    {
        var arguments = Ranges.Read(session.Request(due), int.MaxValue, out _);
        var all = arguments.Count == 1;
        var expected = all ? Math.Max(1, session.State.Subscriptions.CountOf(due.Spec.Action)) : arguments.Count - 1;
        due.Acknowledged++;
        var overtakes = session.Queue.NextToAnswer > 0;
        if (!overtakes)
        {
            if (due.Acknowledged > due.AlreadyShown) session.Output.Append(frame);
            if (!all) session.State.Subscriptions.Apply(due.Spec.Action, arguments[due.Acknowledged], false);
        }

        if (due.Acknowledged < expected) return;
        if (overtakes)
        {
            due.Stage = CommandStage.Waiting;
            due.Acknowledged = 0;
            session.Queue.PassDue();
            return;
        }

        if (all) session.State.Subscriptions.Apply(due.Spec.Action, default, true);
        Finish(due, null);
    }

    /// <summary>What the client is shown instead of the frame; null when the frame itself.</summary>
    private byte[]? Shown(PendingCommand due, bool isError, ReadOnlySpan<byte> frame, out bool changed)
    {
        byte[]? shown = null;
        if (due.EndsAs == TransactionEnd.Abort || (due.EndsAs == TransactionEnd.Nil && session.State.Transaction.HasError)) shown = SessionContext.ErrorLine(Replies.Aborted);
        else if (due.Spec.Action == CommandAction.Wait && _isMarkRefused && !isError && !due.IsQueued)
        {
            // The user may not publish, so the server counted from nothing: nobody is known to have what was written.
            shown = frame[0] == (byte)'*' ? "*2\r\n:0\r\n:0\r\n"u8.ToArray() : ":0\r\n"u8.ToArray();
            _isMarkRefused = false;
        }
        else if (due.EndsAs == TransactionEnd.Nil && !isError) shown = session.State.NullArray.ToArray();
        else if (!isError && !due.IsQueued)
        {
            shown = due.Spec.Action switch
            {
                CommandAction.Role or CommandAction.Info or CommandAction.ClientList or CommandAction.Hello => new PublicFace(session.Endpoint).Rewrite(due.Spec.Action, frame),
                _ => null,
            };
        }

        changed = shown is not null;
        return shown;
    }

    /// <summary>Keeps the model of the connection true.</summary>
    private void Learn(PendingCommand due, bool isError, ReadOnlySpan<byte> frame, int index)
    {
        var state = session.State;
        switch (due.Spec.Action)
        {
            case CommandAction.Exec or CommandAction.Discard when !isError || due.Spec.Action == CommandAction.Exec:
                if (!isError && due.EndsAs == TransactionEnd.Exec && due.Spec.Action == CommandAction.Exec) LearnTransaction(frame);
                if (index > 0) AcknowledgeTransaction(index);
                state.EndTransaction();
                return;
            case CommandAction.Multi:
                if (!isError) state.Transaction.Add(session.Request(due));
                else if (!state.Transaction.IsOpen) Unqueue(index);
                return;
            default:
                break;
        }

        if (due.IsQueued && state.Transaction.IsOpen)
        {
            if (isError) state.Transaction.HasError = true;
            else if (frame.SequenceEqual("+QUEUED\r\n"u8)) state.Transaction.Add(session.Request(due));
            return;
        }

        if (isError || due.Spec.Action == CommandAction.None) return;
        if (due.Spec.HandlesScripts) session.Scripts.Learn(due);
        else Apply(due);
    }

    /// <summary>The connection is now what the command made it.</summary>
    public void Apply(PendingCommand command)
    {
        var request = session.Request(command);
        session.State.Apply(command.Spec.Action, Ranges.Read(request, int.MaxValue, out _), request);
    }

    /// <summary>A SELECT between MULTI and EXEC counts from the EXEC on.</summary>
    private void LearnTransaction(ReadOnlySpan<byte> frame)
    {
        if (frame is [(byte)'*', (byte)'-', ..] or [(byte)'_', ..]) return;
        foreach (var request in session.State.Transaction.Commands)
        {
            var arguments = Ranges.Read(request, int.MaxValue, out var complete);
            var spec = session.Endpoint.Catalog.Find(arguments, complete);
            var action = spec.Action;
            if (spec.HandlesScripts) session.Scripts.LearnQueued(spec, request);
            else if (action is CommandAction.Select or CommandAction.ClientSetName) session.State.Apply(action, arguments, request);
        }
    }

    /// <summary>The transaction ran although something before it must be sent again: its commands must not be.</summary>
    private void AcknowledgeTransaction(int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            var command = session.Queue[i];
            if (command.Stage == CommandStage.Waiting && (command.IsQueued || command.Spec.Action == CommandAction.Multi)) command.Answer(command.IsQueued ? "+QUEUED\r\n"u8.ToArray() : "+OK\r\n"u8.ToArray());
            if (!command.IsQueued) return;
        }
    }

    /// <summary>MULTI was refused by the server: what follows is no transaction.</summary>
    private void Unqueue(int index)
    {
        var i = index + 1;
        while (i < session.Queue.Count && session.Queue[i].IsQueued) session.Queue[i++].IsQueued = false;
        if (i == session.Queue.Count) session.InTransaction = false;
    }

    private static ReadOnlySpan<byte> ErrorText(RespType type, ReadOnlySpan<byte> frame)
    {
        if (type == RespType.Error) return frame[1..^2];
        var line = frame.IndexOf((byte)'\n') + 1;
        return frame[line..^2];
    }

    private static byte[] LastId(ReadOnlySpan<byte> frame)
    {
        var entries = RespReader.Read(frame).Items;
        return Encoding.ASCII.GetBytes(entries.Length > 0 && entries[0].Items.Length > 0 ? entries[0].Items[0].Text : string.Create(CultureInfo.InvariantCulture, $"0-{0}"));
    }
}
