namespace Mainstay.Core.Serving;

/// <summary>
/// How many commands of one client may be with a node unanswered. A server keeps the replies that nobody reads yet without any bound, and
/// a few thousand pipelined reads of large values would take all its memory and time: the larger the replies, the fewer at once.
/// </summary>
public sealed class SendWindow
{
    private const int Fewest = 2;
    private const int Most = 512;

    /// <summary>Bytes of replies that may be due at once, as far as recent replies tell.</summary>
    private const long MostReplyBytes = 2 << 20;

    /// <summary>Until replies are known they are taken for this large: many clients may ask for large values at once.</summary>
    private long _replyBytes = 128 << 10;

    /// <summary>Commands that may be unanswered.</summary>
    public int Limit => (int)Math.Clamp(MostReplyBytes / Math.Max(1, _replyBytes), Fewest, Most);

    /// <summary>A reply of <paramref name="bytes"/> came: a larger one counts at once, smaller ones little by little.</summary>
    public void Replied(long bytes) => _replyBytes = Math.Max(bytes, _replyBytes - (_replyBytes / 16));
}
