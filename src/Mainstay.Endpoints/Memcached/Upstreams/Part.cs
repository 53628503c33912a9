using Mainstay.Endpoints.Memcached.Sessions;
using Mainstay.Endpoints.Memcached.Warming;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached.Upstreams;

/// <summary>What one node has to answer of one request.</summary>
internal sealed class Part
{
    /// <summary>Whose it is; null once nobody waits for it: what comes is swallowed.</summary>
    public IPartOwner? Owner { get; set; }

    /// <summary>The request.</summary>
    public PendingRequest Request { get; set; } = null!;

    /// <summary>What the answer looks like.</summary>
    public ReplyShape Shape { get; set; }

    /// <summary>The node, by its name.</summary>
    public string Node { get; set; } = "";

    /// <summary>The node's life when it was sent.</summary>
    public long Life { get; set; }

    /// <summary>Under whose outage's name its keys are there; 0 for their own.</summary>
    public long Outage { get; set; }

    /// <summary>Where it begins among all bytes that the connection was given.</summary>
    public long From { get; set; }

    /// <summary>Which of the request's keys it asks for, in their order; empty where the request is not shared out.</summary>
    public List<int> Keys { get; } = [];

    /// <summary>Bytes that they take in a line.</summary>
    public int KeyBytes { get; set; }

    /// <summary>How many of them are known to be there or missing.</summary>
    public int KeysKnown { get; set; }

    /// <summary>How many are not.</summary>
    public int KeysDue => Keys.Count - KeysKnown;

    /// <summary>What came of the answer and was not passed on.</summary>
    public FrameStore Frames { get; } = new();

    /// <summary>What must be entered once it is answered; null for nothing.</summary>
    public WarmGuard? Guard { get; set; }

    /// <summary>Whether keys that are missing there may be had from who had them before.</summary>
    public bool CanWarm { get; set; }

    /// <summary>Whether the answer is complete, or never will be.</summary>
    public bool IsOver { get; set; }

    /// <summary>To be used again.</summary>
    public void Reset()
    {
        Owner = null;
        IsOver = false;
        Outage = 0;
        Guard = null;
        CanWarm = false;
        KeysKnown = KeyBytes = 0;
        Keys.Clear();
        Frames.Clear();
    }
}
