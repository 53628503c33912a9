using Mainstay.Core;
using Mainstay.Core.Serving;

namespace Mainstay.Endpoints.Sessions;

/// <summary>One request of a client that is not answered yet. Taken from and given back to a <see cref="CommandPool"/>.</summary>
internal sealed class PendingCommand
{
    /// <summary>What it is.</summary>
    public CommandSpec Spec { get; private set; } = CommandSpec.Unknown;

    /// <summary>Where its bytes begin in the log.</summary>
    public long Start { get; private set; }

    /// <summary>Where they end.</summary>
    public long End { get; private set; }

    /// <summary>When it was received.</summary>
    public Instant Received { get; private set; }

    /// <summary>Position on its connection after its last byte, once it was given to one.</summary>
    public long SentUpTo { get; set; }

    /// <summary>What the request is when its bytes in the log are not in the form that nodes get (inline).</summary>
    public byte[]? Encoded { get; set; }

    /// <summary>What is sent instead of it: the time to wait shortened, an id resolved, a transaction discarded.</summary>
    public byte[]? Instead { get; set; }

    /// <summary>How far it is.</summary>
    public CommandStage Stage { get; set; }

    /// <summary>The reply, when it is given by us or had to be kept for its turn.</summary>
    public byte[]? Reply { get; set; }

    /// <summary>Between MULTI and EXEC.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The client wants no reply to it (CLIENT REPLY).</summary>
    public bool IsSilent { get; set; }

    /// <summary>Waits for a node.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether the ledger has it among those within its bounds.</summary>
    public bool IsEntered { get; set; }

    /// <summary>Since when it is held; stays when it was sent in vain and is held again.</summary>
    public Instant? HeldSince { get; set; }

    /// <summary>When it was sent first; null when it never was.</summary>
    public Instant? FirstSent { get; set; }

    /// <summary>For an EXEC: what becomes of it.</summary>
    public TransactionEnd EndsAs { get; set; }

    /// <summary>Acknowledgements of (un)subscriptions that came.</summary>
    public int Acknowledged { get; set; }

    /// <summary>Of those, how many the client has already, because the command is being repeated.</summary>
    public int AlreadyShown { get; set; }

    /// <summary>
    /// Set for a question of our own, whose reply the client never sees: the last id of a stream, for the XREAD behind it, which shares
    /// this table of ids by argument.
    /// </summary>
    public Dictionary<int, byte[]>? AsksForIds { get; set; }

    /// <summary>Which argument of the XREAD it asks for.</summary>
    public int AsksForArgument { get; set; }

    /// <summary>For a blocking XREAD with <c>$</c>: the ids that stand for them, as far as they were answered.</summary>
    public Dictionary<int, byte[]>? Resolved { get; set; }

    /// <summary>Set for a SCRIPT LOAD of our own before an EVALSHA; the client never sees its reply.</summary>
    public bool LoadsScript { get; set; }

    /// <summary>The number of the connection on which its script was loaded for it; 0 for none.</summary>
    public int LoadedOn { get; set; }

    /// <summary>While it waits for a script to be loaded: the reply it gets if something behind it turns out to have run.</summary>
    public byte[]? Spare { get; set; }

    /// <summary>
    /// Set for a publication of our own before a WAIT: the server counts confirmations from what the connection itself replicated last,
    /// and the client's writes may have travelled on another one.
    /// </summary>
    public bool MarksWrites { get; set; }

    /// <summary>Whether it is ours and not the client's.</summary>
    public bool IsOwn => AsksForIds is not null || LoadsScript || MarksWrites;

    /// <summary>Whether it was sent as it came, and its reply is for the client as it comes.</summary>
    public bool IsPlain => Stage == CommandStage.Sent && Spec.Action == CommandAction.None && !IsQueued && !IsOwn && EndsAs == TransactionEnd.Exec;

    /// <summary>Whether it blocks where it stands: inside a transaction nothing does.</summary>
    public bool Blocks => Spec.Blocks && !IsQueued;

    /// <summary>Whether the time until its reply says something of the way and the node: not of what waits for others, and not of our own questions.</summary>
    public bool IsTimed => !Spec.Blocks && !IsSilent && !IsOwn && Spec.Action != CommandAction.Monitor && !PubSubFrame.IsAcknowledged(Spec.Action);

    /// <summary>Bytes it takes.</summary>
    public long Size => !IsOwn ? Math.Max(End - Start, Encoded?.Length ?? 0) : 0;

    /// <summary>Makes it the request at <paramref name="start"/>.</summary>
    public void Begin(CommandSpec spec, long start, long end, Instant now) => (Spec, Start, End, Received) = (spec, start, end, now);

    /// <summary>Forgets everything, for the next request.</summary>
    public void Reset()
    {
        (SentUpTo, Encoded, Instead, Stage, Reply) = (0, null, null, CommandStage.Waiting, null);
        (IsQueued, IsSilent, IsHeld, IsEntered, HeldSince, FirstSent) = (false, false, false, false, null, null);
        (EndsAs, Acknowledged, AlreadyShown) = (TransactionEnd.Exec, 0, 0);
        (AsksForIds, AsksForArgument, Resolved) = (null, 0, null);
        (LoadsScript, LoadedOn, Spare, MarksWrites) = (false, 0, null, false);
    }

    /// <summary>Gives it its answer.</summary>
    public void Answer(byte[]? reply)
    {
        Reply = reply;
        Stage = CommandStage.Answered;
    }
}
