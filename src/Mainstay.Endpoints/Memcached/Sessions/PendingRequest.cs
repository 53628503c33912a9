using Mainstay.Core;
using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Sessions;

/// <summary>A request that was received and whose answer the client does not have yet.</summary>
internal sealed class PendingRequest
{
    /// <summary>Bytes that the budget was charged with for it; the pool's own.</summary>
    public long Charged { get; set; }

    /// <summary>Where it begins in the log.</summary>
    public long Start { get; set; }

    /// <summary>Bytes of its line, without its end.</summary>
    public int LineLength { get; set; }

    /// <summary>Whether nothing stands between its line and its end: it can be sent as it came.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Where its data begin: behind its line's end.</summary>
    public long Data { get; set; }

    /// <summary>Where it ends, with its data and their end.</summary>
    public long End { get; set; }

    /// <summary>Bytes of it.</summary>
    public long Size => End - Start;

    /// <summary>What it asks.</summary>
    public MemcachedVerb Verb { get; set; }

    /// <summary>Who answers it.</summary>
    public RequestKind Kind { get; set; }

    /// <summary>How far it is.</summary>
    public RequestStage Stage { get; set; }

    /// <summary>Where its key stands in its line; of several, the first.</summary>
    public int KeyStart { get; set; }

    /// <summary>Bytes of it, as it stands there.</summary>
    public int KeyLength { get; set; }

    /// <summary>Whether the key stands there in base64.</summary>
    public bool IsKeyBase64 { get; set; }

    /// <summary>Whether the client wants no answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether the client wants no answer that tells nothing.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether sending it again does no harm, whatever became of it before.</summary>
    public bool IsRepeatable { get; set; }

    /// <summary>Whether it only reads, so that what is missing may be had from who had it before.</summary>
    public bool IsRead => Verb is MemcachedVerb.Get or MemcachedVerb.Gets or MemcachedVerb.Gat or MemcachedVerb.Gats or MemcachedVerb.MetaGet;

    /// <summary>Whether that was tried.</summary>
    public bool HasWarmed { get; set; }

    /// <summary>Counts the uses of this object: who was told to wait for one must not take the next for it.</summary>
    public long Use { get; private set; }

    /// <summary>Which node answers it, of those that name one.</summary>
    public string? Node { get; set; }

    /// <summary>What the binary protocol's answer repeats of its request; null for one of the text protocol.</summary>
    public uint? BinaryOpaque { get; set; }

    /// <summary>The line to be sent in place of the client's; null for that one.</summary>
    public byte[]? Instead { get; set; }

    /// <summary>Its keys, where it has several.</summary>
    public AskedKeys Keys { get; } = new();

    /// <summary>What nodes have to answer of it; of one node, one.</summary>
    public List<Part> Parts { get; } = [];

    /// <summary>Parts that are not over.</summary>
    public int PartsDue { get; set; }

    /// <summary>What came of its answer before its turn.</summary>
    public FrameStore Frames { get; } = new();

    /// <summary>Its answer, where it is not what came; null for none.</summary>
    public byte[]? Answer { get; set; }

    /// <summary>Whether part of its answer went to the client.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Whether a value came that there was no room for: it is asked for again.</summary>
    public bool IsToRepeat { get; set; }

    /// <summary>When it was received.</summary>
    public Instant Received { get; set; }

    /// <summary>Whether it waits for a node.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether it stands in the ledger of what is held.</summary>
    public bool IsEntered { get; set; }

    /// <summary>Since when it waits.</summary>
    public Instant? HeldSince { get; set; }

    /// <summary>The node to which it was sent, where that connection was lost before the answer; null when it cannot have run anywhere.</summary>
    public string? LostOn { get; set; }

    /// <summary>Which of that node's lives it was.</summary>
    public long LostLife { get; set; }

    /// <summary>Gives it an answer of ours; null for none.</summary>
    public void Settle(byte[]? answer)
    {
        Answer = answer;
        Stage = RequestStage.Answered;
    }

    /// <summary>To be used again.</summary>
    public void Reset()
    {
        Kind = RequestKind.OfKey;
        Stage = RequestStage.Waiting;
        KeyStart = KeyLength = LineLength = PartsDue = 0;
        Use++;
        Charged = 0;
        HasWarmed = false;
        IsWhole = true;
        IsKeyBase64 = IsSilent = IsQuiet = IsRepeatable = IsBegun = IsToRepeat = IsHeld = IsEntered = false;
        Node = LostOn = null;
        BinaryOpaque = null;
        Answer = Instead = null;
        HeldSince = null;
        Keys.Clear();
        Frames.Clear();
        Parts.Clear();
    }
}
