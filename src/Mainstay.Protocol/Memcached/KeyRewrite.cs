using System.Buffers.Text;

namespace Mainstay.Protocol.Memcached;

/// <summary>
/// Puts another key in place of one: in a request line, and back again in its reply. Used while a node's keys live under another name elsewhere.
/// </summary>
public static class KeyRewrite
{
    /// <summary>
    /// Writes a sound line (without its end) with <paramref name="newKey"/> in place of its first key, in base64 where the line's key is. Returns the
    /// bytes written. That the line's key is no longer than <see cref="MemcachedKeys.Longest"/> afterwards is the caller's to see to.
    /// </summary>
    public static int Request(in MemcachedLine line, ReadOnlySpan<byte> newKey, Span<byte> target)
    {
        var text = line.Text;
        if (line.KeyRange.Equals(default))
        {
            text.CopyTo(target);
            return text.Length;
        }

        var (start, length) = line.KeyRange.GetOffsetAndLength(text.Length);
        text[..start].CopyTo(target);
        var written = start + WriteKey(newKey, line.IsKeyBase64, target[start..]);
        text[(start + length)..].CopyTo(target[written..]);
        return written + text.Length - start - length;
    }

    /// <summary>
    /// Copies a reply's frame with <paramref name="originalKey"/>, as the client wrote it, in place of the key that stands there: in <c>VALUE key</c>,
    /// <c>ME key</c> and in the meta flag <c>k</c>. Frames without a key are copied as they are. Returns the bytes written.
    /// </summary>
    public static int Reply(ReplyShape shape, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> originalKey, Span<byte> target) => Reply(shape, frame, originalKey, null, target);

    /// <summary>
    /// As the other, and sets or takes away the flag <c>b</c> behind <c>k</c>. A server writes a key in base64 when the value was <em>stored</em> under
    /// one in base64, however it is asked for; so <c>b</c> must be made to fit to <paramref name="originalKey"/>.
    /// </summary>
    public static int Reply(ReplyShape shape, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> originalKey, bool isBase64, Span<byte> target) =>
        Reply(shape, frame, originalKey, (bool?)isBase64, target);

    private static int Reply(ReplyShape shape, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> originalKey, bool? isBase64, Span<byte> target)
    {
        var key = shape switch
        {
            ReplyShape.Values => MemcachedFrames.ValueKey(frame),
            ReplyShape.Meta => MetaKey(frame),
            _ => default,
        };
        if (key.Equals(default))
        {
            frame.CopyTo(target);
            return frame.Length;
        }

        var (start, length) = key.GetOffsetAndLength(frame.Length);
        frame[..start].CopyTo(target);
        originalKey.CopyTo(target[start..]);
        var written = start + originalKey.Length;
        var rest = frame[(start + length)..];
        if (isBase64 is { } wanted && shape == ReplyShape.Meta && frame[start - 1] == 'k')
        {
            if (FrameLine.Begins(rest, " b"u8)) rest = rest[2..];
            if (wanted)
            {
                " b"u8.CopyTo(target[written..]);
                written += 2;
            }
        }

        rest.CopyTo(target[written..]);
        return written + rest.Length;
    }

    /// <summary>Where the key lies in a meta frame, without the letter ahead of it.</summary>
    private static Range MetaKey(ReadOnlySpan<byte> frame)
    {
        if (MemcachedFrames.IsError(frame)) return default;
        var walk = new TokenWalk(frame[..MemcachedFrames.LineEnd(frame)]);
        if (!walk.Next()) return default;
        if (walk.Token.SequenceEqual("ME"u8)) return walk.Next() ? walk.Range : default;
        if (walk.Token.SequenceEqual("VA"u8)) walk.Next();
        while (walk.Next())
            if (walk.Token[0] == 'k') return (walk.Start + 1)..walk.End;
        return default;
    }

    private static int WriteKey(ReadOnlySpan<byte> key, bool inBase64, Span<byte> target)
    {
        if (inBase64)
        {
            return Base64.EncodeToUtf8(key, target, out _, out var written) == System.Buffers.OperationStatus.Done
                ? written
                : throw new ArgumentException("too short for the key", nameof(target));
        }

        key.CopyTo(target);
        return key.Length;
    }
}
