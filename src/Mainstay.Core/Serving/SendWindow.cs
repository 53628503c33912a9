namespace Mainstay.Core.Serving;

/// <summary>
/// How many commands of one client may be with a node unanswered. A server keeps the replies that nobody reads yet without any bound, and
/// a few thousand pipelined reads of large values would take all its memory and time: the larger the replies, the fewer at once. A client of
/// whom nothing is known begins with one, and every reply that leaves room for it earns one more.
/// </summary>
public sealed class SendWindow
{
    private const int Most = 512;

    /// <summary>Bytes of replies that may be due at once, as far as recent replies tell.</summary>
    private const long MostReplyBytes = 2 << 20;

    /// <summary>Commands that may be unanswered.</summary>
    public int Limit { get; private set; } = 1;

    /// <summary>A reply of <paramref name="bytes"/> came: a large one counts at once, smaller ones little by little.</summary>
    public void Replied(long bytes)
    {
        var fitting = (int)Math.Clamp(MostReplyBytes / Math.Max(1, bytes), 1, Most);
        Limit = Math.Min(Limit + 1, fitting);
    }
}
