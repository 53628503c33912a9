using Mainstay.Core.Serving;

namespace Mainstay.Endpoints.Sessions;

/// <summary>Tells messages and acknowledgements of subscriptions from other frames, by their first element.</summary>
internal static class PubSubFrame
{
    /// <summary>Whether an array or push carries a message.</summary>
    public static bool IsMessage(ReadOnlySpan<byte> frame) => First(frame) is var kind && (kind.SequenceEqual("message"u8) || kind.SequenceEqual("pmessage"u8) || kind.SequenceEqual("smessage"u8));

    /// <summary>Whether it acknowledges a command of the kind <paramref name="action"/>.</summary>
    public static bool Acknowledges(ReadOnlySpan<byte> frame, CommandAction action)
    {
        var kind = First(frame);
        return action switch
        {
            CommandAction.Subscribe => kind.SequenceEqual("subscribe"u8),
            CommandAction.PatternSubscribe => kind.SequenceEqual("psubscribe"u8),
            CommandAction.ShardSubscribe => kind.SequenceEqual("ssubscribe"u8),
            CommandAction.Unsubscribe => kind.SequenceEqual("unsubscribe"u8),
            CommandAction.PatternUnsubscribe => kind.SequenceEqual("punsubscribe"u8),
            CommandAction.ShardUnsubscribe => kind.SequenceEqual("sunsubscribe"u8),
            _ => false,
        };
    }

    /// <summary>Whether it acknowledges a subscription of any kind.</summary>
    public static bool IsSubscription(ReadOnlySpan<byte> frame) =>
        Acknowledges(frame, CommandAction.Subscribe) || Acknowledges(frame, CommandAction.PatternSubscribe) || Acknowledges(frame, CommandAction.ShardSubscribe);

    /// <summary>Whether a command of this kind is answered by acknowledgements instead of one reply.</summary>
    public static bool IsAcknowledged(CommandAction action) => action is >= CommandAction.Subscribe and <= CommandAction.ShardUnsubscribe;

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> frame)
    {
        var line = frame.IndexOf((byte)'\n');
        if (line < 0 || line + 1 >= frame.Length || frame[line + 1] != '$') return default;
        var rest = frame[(line + 1)..];
        var start = rest.IndexOf((byte)'\n') + 1;
        if (start == 0) return default;
        rest = rest[start..];
        var end = rest.IndexOf((byte)'\r');
        return end < 0 ? default : rest[..end];
    }
}
