using System.Buffers;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Scripts;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// Keeps EVALSHA working where the node does not have the script, as after a change of primary. A script that is known and not known to be
/// on the node is loaded right before the EVALSHA, so that the order of commands stays. When a node turns out to lack one nevertheless,
/// sending pauses, the script is loaded, and the EVALSHA is sent again: <c>NOSCRIPT</c> proves that it did not run. All of it on the
/// client's own connection, as its user.
/// </summary>
internal sealed class SessionScripts(SessionContext session)
{
    /// <summary>Bytes at the beginning of a request within which its name and the hash lie.</summary>
    private const int Beginning = 128;

    private static readonly CommandSpec _load = new("SCRIPT LOAD", CommandTraits.Asks, CommandAction.ScriptLoad);

    private Queue<ScriptHash>? _loading;
    private string _process = "";
    private int _connection;
    private int _refusedFor = -1;
    private bool _reloading;

    private ScriptCache Cache => session.Endpoint.Scripts;

    /// <summary>Whether the user may not load scripts, as the server said.</summary>
    private bool MayNotLoad => _refusedFor == session.State.GreetingVersion;

    /// <summary>Whether a script is being loaded for a command that missed it.</summary>
    public bool IsReloading => _reloading;

    /// <summary>Another connection begins.</summary>
    public void Begin(RouteTarget target)
    {
        _process = target.RunId ?? target.Node;
        _connection++;
        _loading?.Clear();
        EndReload();
        for (var i = 0; i < session.Queue.Count; i++)
            if (session.Queue[i] is { LoadsScript: true, Stage: CommandStage.Waiting } stale) stale.Answer(null);
    }

    /// <summary>
    /// Whether nothing more may be sent just now: a command was refused for want of its script, and what was sent behind it is unanswered.
    /// Once all is answered, what waits is the next to be sent.
    /// </summary>
    public bool IsPaused()
    {
        if (!_reloading || session.Queue.SentOfNext > 0) return false;
        if (session.Queue.Due() is not null) return true;
        EndReload();
        session.Queue.Rewind();
        return false;
    }

    /// <summary>The SCRIPT LOAD that must be sent before <paramref name="command"/>, or null.</summary>
    public PendingCommand? LoadBefore(PendingCommand command)
    {
        if (command.Spec.Action != CommandAction.EvalSha || command.IsQueued || command.IsSilent || command.LoadedOn == _connection || MayNotLoad) return null;
        if (!TryHash(command, out var hash) || Cache.LoadFor(hash, _process) is not { } load) return null;
        command.LoadedOn = _connection;
        _loading ??= new Queue<ScriptHash>();
        if (_loading.Contains(hash)) return null;
        _loading.Enqueue(hash);
        session.Endpoint.Counters.Add(EndpointCounter.ScriptsLoaded);
        var own = session.Rent(_load, command.Start, command.Start);
        (own.Encoded, own.LoadsScript) = (load, true);
        return own;
    }

    /// <summary>The oldest SCRIPT LOAD of ours was answered.</summary>
    public void TakeLoaded(ReadOnlySpan<byte> reply)
    {
        var hash = _loading!.Dequeue();
        if (reply.StartsWith("$"u8)) Cache.Confirm(hash, _process);
        else if (reply.StartsWith("-NOPERM"u8)) _refusedFor = session.State.GreetingVersion;
    }

    /// <summary>Takes an error; whether it says that a script is missing that can be loaded, so that the client need not see it.</summary>
    public bool TakeMiss(PendingCommand due, ReadOnlySpan<byte> error, ReadOnlySpan<byte> frame)
    {
        if (due.Spec.Action != CommandAction.EvalSha || !ReplyRules.IsScriptMissing(error) || !TryHash(due, out var hash)) return false;
        if (!Cache.Miss(hash, _process) || due.IsQueued || due.LoadedOn == _connection || MayNotLoad) return false;
        if (!_reloading && !MayWaitForAll()) return false;
        _reloading = true;
        due.Stage = CommandStage.Waiting;
        due.Spare = frame.ToArray();
        session.Queue.PassDue();
        session.Endpoint.Counters.Add(EndpointCounter.Repeated);
        return true;
    }

    /// <summary>
    /// Takes note of any other answer. One of a command that may have had an effect settles what waits before it: sent again, that would
    /// run in another order than it was asked for, and a direct connection would have given the very answers that are kept.
    /// </summary>
    public void TakeAnswer(PendingCommand due, ReadOnlySpan<byte> frame)
    {
        if (!_reloading || frame.StartsWith("-NOSCRIPT "u8)) return;
        if (due.Spec.Repeatable)
        {
            due.Spare = frame.ToArray();
            return;
        }

        for (var i = 0; i < session.Queue.NextToAnswer; i++)
            if (session.Queue[i] is { Stage: CommandStage.Waiting, Spare: { } spare } waiting) waiting.Answer(spare);
    }

    /// <summary>Takes what a successful command tells about scripts.</summary>
    public void Learn(PendingCommand command)
    {
        switch (command.Spec.Action)
        {
            case CommandAction.EvalSha when TryHash(command, out var hash):
                Cache.Confirm(hash, _process);
                break;
            case CommandAction.Eval or CommandAction.ScriptLoad:
                LearnScript(command);
                break;
            case CommandAction.ScriptFlush:
                Cache.Clear();
                break;
            default:
                break;
        }
    }

    /// <summary>Takes what a command tells that ran in a transaction, whatever came of it there.</summary>
    public void LearnQueued(CommandSpec spec, ReadOnlySpan<byte> request)
    {
        if (spec.Action == CommandAction.ScriptFlush) Cache.Clear();
        else if (TryScript(spec, request, out var script)) Cache.Add(script, null);
    }

    /// <summary>Whether all that was sent behind the due command only reads, or is an EVALSHA that may miss its script as well.</summary>
    private bool MayWaitForAll()
    {
        var queue = session.Queue;
        var sent = queue.SentOfNext > 0 ? queue.NextToSend + 1 : queue.NextToSend;
        for (var i = queue.NextToAnswer + 1; i < sent; i++)
        {
            var command = queue[i];
            if (command.LoadsScript) continue;
            var reads = (command.Spec.Traits & (CommandTraits.Read | CommandTraits.Asks)) != 0 && command.Spec.Action == CommandAction.None;
            if (command.IsSilent || command.IsQueued || command.IsOwn || !(reads || command.Spec.Action == CommandAction.EvalSha)) return false;
        }

        return true;
    }

    private void EndReload()
    {
        if (!_reloading) return;
        _reloading = false;
        for (var i = 0; i < session.Queue.Count; i++) session.Queue[i].Spare = null;
    }

    private void LearnScript(PendingCommand command)
    {
        if (command.Encoded is { } encoded)
        {
            LearnScript(command.Spec, encoded);
            return;
        }

        var length = (int)Math.Min(command.End - command.Start, ScriptCache.MostScriptBytes + Beginning);
        if (session.Log.IsContiguous(command.Start, command.Start + length))
        {
            LearnScript(command.Spec, session.Log.Slice(command.Start, command.Start + length));
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(length);
        LearnScript(command.Spec, rented.AsSpan(0, session.Log.Copy(command.Start, command.Start + length, rented.AsSpan(0, length))));
        ArrayPool<byte>.Shared.Return(rented);
    }

    private void LearnScript(CommandSpec spec, ReadOnlySpan<byte> request)
    {
        if (TryScript(spec, request, out var script)) Cache.Add(script, _process);
    }

    private static bool TryScript(CommandSpec spec, ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> script)
    {
        script = default;
        if (spec.Action is not (CommandAction.Eval or CommandAction.ScriptLoad)) return false;
        var request = new RespRequest(frame);
        var before = spec.Action == CommandAction.Eval ? 1 : 2;
        for (var i = 0; i < before; i++)
            if (!request.TryNext(out _)) return false;
        return request.TryNext(out script);
    }

    private bool TryHash(PendingCommand command, out ScriptHash hash)
    {
        hash = default;
        Span<byte> beginning = stackalloc byte[Beginning];
        var length = 0;
        if (command.Encoded is null) length = session.Log.Copy(command.Start, command.End, beginning);
        var request = new RespRequest(command.Encoded is null ? beginning[..length] : command.Encoded);
        return request.TryNext(out _) && request.TryNext(out var text) && ScriptHash.TryParse(text, out hash);
    }
}
