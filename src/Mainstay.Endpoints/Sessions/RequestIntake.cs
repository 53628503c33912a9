using System.Buffers;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Metrics;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Takes whole requests from the log, knows what they are, and answers those that go to no node.</summary>
internal sealed class RequestIntake(SessionContext session)
{
    /// <summary>Most bytes of a request that are looked at to know what it is; a longer one is taken at its worst.</summary>
    private const int MostLookedAt = 1 << 20;

    private enum ReplyMode
    {
        On, Off, SkipNext,
    }

    private static readonly byte[] _ok = "+OK\r\n"u8.ToArray();

    private static readonly CommandSpec _question = new("XREVRANGE", CommandTraits.Read);

    private readonly RespRequestScanner _scanner = new(session.Endpoint.RequestLimits);
    private ReplyMode _replies;
    private int _taken;
    private long _scanned;
    private Dictionary<int, byte[]>? _asked;

    /// <summary>Whether a request has begun and not ended.</summary>
    public bool InRequest => _scanner.InFrame;

    /// <summary>Whether the client gets a reply to what it sends next.</summary>
    public bool IsAnswering => _replies == ReplyMode.On;

    private ArgumentRanges Ranges => session.Floor.RequestRanges;

    /// <summary>Takes all requests that are complete, oldest first.</summary>
    public void TakeAll()
    {
        while (!session.IsEnding && _scanned < session.Log.End)
        {
            var scan = _scanner.Scan(session.Log.Slice(_scanned, session.Log.End), out var count);
            _scanned += count;
            if (scan == RespScan.Faulted) EndWith(_scanner.Fault, _scanner.FaultByte);
            if (scan != RespScan.Complete) continue;
            var start = session.Taken;
            session.Taken = _scanned;
            if (_scanner.IsInline) TakeInline(start);
            else if (_scanner.AnnouncedArguments > 0) Take(start, null);
        }

        session.Endpoint.Counters.Add(EndpointCounter.Commands, _taken);
        _taken = 0;
    }

    /// <summary>Nothing more is taken; the client gets <paramref name="error"/> after all that it is owed.</summary>
    public void EndWith(string error)
    {
        session.Taken = _scanned = session.Log.End;
        var last = session.Rent(CommandSpec.Unknown, session.Taken, session.Taken);
        SessionContext.Refuse(last, error);
        session.Queue.Add(last);
        session.IsEnding = true;
    }

    private void EndWith(RespFault fault, byte instead = 0)
    {
        session.Endpoint.Counters.Add(EndpointCounter.ProtocolErrors);
        EndWith($"ERR {fault.Describe()}{(fault == RespFault.ExpectedBulk ? $", got '{(char)instead}'" : "")}");
    }

    private void TakeInline(long start)
    {
        var line = new byte[session.Taken - start];
        session.Log.Copy(start, session.Taken, line);
        if (RespInline.Split(line) is not { } arguments)
        {
            EndWith(RespFault.UnbalancedQuotes);
            return;
        }

        if (arguments.Count == 0) return;
        var encoded = new ArrayBufferWriter<byte>();
        RespWriter.WriteCommand(encoded, arguments);
        Take(start, encoded.WrittenSpan.ToArray());
    }

    private void Take(long start, byte[]? encoded)
    {
        var end = session.Taken;
        _taken++;
        byte[]? rented = null;
        ReadOnlySpan<byte> request = encoded;
        if (encoded is null && session.Log.IsContiguous(start, end)) request = session.Log.Slice(start, end);
        else if (encoded is null)
        {
            rented = ArrayPool<byte>.Shared.Rent((int)Math.Min(end - start, MostLookedAt));
            request = rented.AsSpan(0, session.Log.Copy(start, end, rented.AsSpan(0, (int)Math.Min(end - start, MostLookedAt))));
        }

        var arguments = Ranges.Read(request, 2, out var complete);
        var spec = session.Endpoint.Catalog.Find(arguments, complete);
        if (spec.LooksAtArguments && !complete)
        {
            arguments = Ranges.Read(request, int.MaxValue, out complete);
            spec = session.Endpoint.Catalog.Find(arguments, complete);
        }

        // A web page can make a browser send commands in the body of a request; as Redis does, the connection ends at the first sign of one.
        if (spec == CommandSpec.Unknown && (arguments.Is(0, "POST") || arguments.Is(0, "HOST:")))
        {
            session.Endpoint.Counters.Add(EndpointCounter.ProtocolErrors);
            EndWith("ERR Protocol error: this is a Redis endpoint and does not speak HTTP");
        }
        else Admit(spec, arguments, complete, start, end, encoded);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    private void Admit(CommandSpec spec, CommandArguments arguments, bool complete, long start, long end, byte[]? encoded)
    {
        var queued = session.InTransaction && !EndsOrStandsOutside(spec.Action);
        var silent = _replies != ReplyMode.On;
        if (_replies == ReplyMode.SkipNext) _replies = ReplyMode.On;
        if (spec.Action == CommandAction.ClientReply) silent = SetReplies(arguments, silent);
        if (spec.Action == CommandAction.StreamRead && spec.Repeatable && !queued) AskForLastIds(arguments, start);
        var command = session.Rent(spec, start, end);
        (command.Encoded, command.IsQueued, command.IsSilent) = (encoded, queued, silent);
        if (Refusal(spec, arguments, complete, queued) is { } error)
        {
            SessionContext.Refuse(command, error);
            if (queued) session.IsTransactionSpoilt = true;
        }

        switch (spec.Action)
        {
            case CommandAction.Quit:
                command.Answer(_ok);
                session.IsEnding = true;
                break;
            case CommandAction.ClientCapability when command.Stage == CommandStage.Waiting:
                // A capability to be redirected would make the server name nodes.
                command.Answer(_ok);
                break;
            case CommandAction.Multi:
                if (!session.InTransaction) session.IsTransactionSpoilt = session.IsTransactionRefused = false;
                session.InTransaction = true;
                break;
            case CommandAction.Exec or CommandAction.Discard or CommandAction.Reset:
                EndTransaction(command);
                break;
            default:
                if (queued && session.IsTransactionRefused) SessionContext.Refuse(command, Replies.TryAgain(HoldRefusal.Commands, default));
                break;
        }

        if (spec.Action == CommandAction.Reset) _replies = ReplyMode.On;
        var dollars = _asked;
        _asked = null;
        if (dollars is not null) command.Resolved = dollars;
        session.Queue.Add(command);
    }

    private void EndTransaction(PendingCommand command)
    {
        if (session.IsTransactionRefused && command.Spec.Action == CommandAction.Exec) SessionContext.Refuse(command, Replies.Aborted);
        else if (session.IsTransactionRefused && command.Spec.Action == CommandAction.Discard) command.Answer(_ok);
        else if (session.IsTransactionSpoilt) command.EndsAs = TransactionEnd.Abort;
        session.InTransaction = session.IsTransactionSpoilt = session.IsTransactionRefused = false;
    }

    private static bool EndsOrStandsOutside(CommandAction action) =>
        action is CommandAction.Exec or CommandAction.Discard or CommandAction.Reset or CommandAction.Quit or CommandAction.Multi or CommandAction.Watch;

    /// <summary>Why the command goes to no node, or null when it does.</summary>
    private string? Refusal(CommandSpec spec, CommandArguments arguments, bool complete, bool queued)
    {
        var denied = (spec.Traits & CommandTraits.Denied) != 0 ? spec
            : spec.Action == CommandAction.ClientTracking && arguments.Has("REDIRECT", 3) ? spec with { Advice = "REDIRECT names another connection by a number that changes with the node; use RESP3" }
            : spec.Action == CommandAction.ClientReply && queued ? spec with { Advice = "it is not supported between MULTI and EXEC; use it before MULTI" }
            : PubSubFrame.IsAcknowledged(spec.Action) && !complete ? spec with { Advice = "it names too much at once; use several" }
            : null;
        if (denied is not null)
        {
            session.Endpoint.Counters.Add(EndpointCounter.Denied);
            return Replies.Denied(denied);
        }

        if (session.Endpoint.Kind != EndpointKind.Reader || !spec.NeedsPrimary) return null;
        session.Endpoint.Counters.Add(EndpointCounter.ReaderWrites);
        return Replies.ReaderWrite(session.Endpoint.PrimaryEndpoint?.ToString());
    }

    /// <summary>Whether this very command gets no reply.</summary>
    private bool SetReplies(CommandArguments arguments, bool silent)
    {
        if (arguments.Is(2, "ON")) _replies = ReplyMode.On;
        else if (arguments.Is(2, "OFF")) _replies = ReplyMode.Off;
        else if (arguments.Is(2, "SKIP") && _replies == ReplyMode.On) _replies = ReplyMode.SkipNext;
        else return silent;
        return !arguments.Is(2, "ON");
    }

    /// <summary>
    /// The ids behind the <c>$</c> of a blocking XREAD are asked for before it is sent: sent again later, <c>$</c> would skip what was
    /// added in between.
    /// </summary>
    private void AskForLastIds(CommandArguments arguments, long start)
    {
        var streams = arguments.IndexOf("STREAMS", 1);
        var keys = streams < 0 ? 0 : (arguments.Count - streams - 1) / 2;
        for (var i = 0; i < keys; i++)
        {
            var id = streams + 1 + keys + i;
            if (!arguments[id].SequenceEqual("$"u8)) continue;
            var question = new ArrayBufferWriter<byte>();
            RespWriter.WriteCommand(question, ["XREVRANGE"u8.ToArray(), arguments[streams + 1 + i].ToArray(), "+"u8.ToArray(), "-"u8.ToArray(), "COUNT"u8.ToArray(), "1"u8.ToArray()]);
            _asked ??= [];
            var own = session.Rent(_question, start, start);
            (own.Encoded, own.AsksForArgument, own.AsksForIds) = (question.WrittenSpan.ToArray(), id, _asked);
            session.Queue.Add(own);
        }
    }
}
