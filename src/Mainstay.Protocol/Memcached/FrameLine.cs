namespace Mainstay.Protocol.Memcached;

/// <summary>What the line of a reply's frame says, by the shape of the reply.</summary>
internal static class FrameLine
{
    /// <summary>
    /// Reads one line without its end: whether the reply is over with it, and how long the data block behind it is (-1 for none). False for
    /// a line that has no place in the shape.
    /// </summary>
    public static bool TryRead(ReplyShape shape, ReadOnlySpan<byte> line, out long data, out bool isLast)
    {
        data = -1;
        isLast = true;
        if (line.IsEmpty) return false;
        if (MemcachedFrames.IsError(line)) return true;
        switch (shape)
        {
            case ReplyShape.Values:
                if (line.SequenceEqual("END"u8)) return true;
                isLast = false;
                return Begins(line, "VALUE"u8) && TryBlock(line, out data);
            case ReplyShape.Meta:
                return Begins(line, "VA"u8) ? TryMetaBlock(line, out data) : IsMeta(line);
            case ReplyShape.Lines:
                if (line.SequenceEqual("END"u8) || line.SequenceEqual("RESET"u8) || line.SequenceEqual("OK"u8)) return true;
                isLast = false;
                return !(Begins(line, "VALUE"u8) || Begins(line, "CONFIG"u8)) || TryBlock(line, out data);
            default:
                return true;
        }
    }

    /// <summary>Whether the frame's or line's first word is <paramref name="word"/>.</summary>
    public static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.StartsWith(word) && (text.Length == word.Length || text[word.Length] is (byte)' ' or (byte)'\r');

    /// <summary><c>VALUE key flags bytes [unique]</c>, <c>CONFIG key flags bytes</c>.</summary>
    private static bool TryBlock(ReadOnlySpan<byte> line, out long data)
    {
        data = -1;
        var walk = new TokenWalk(line);
        for (var i = 0; i < 4; i++)
            if (!walk.Next()) return false;
        return ServerNumber.TryLength(walk.Token, out data);
    }

    /// <summary><c>VA bytes flag*</c>.</summary>
    private static bool TryMetaBlock(ReadOnlySpan<byte> line, out long data)
    {
        data = -1;
        var walk = new TokenWalk(line, 2);
        return walk.Next() && ServerNumber.TryLength(walk.Token, out data);
    }

    private static bool IsMeta(ReadOnlySpan<byte> line) =>
        line.Length >= 2 && IsUpper(line[0]) && IsUpper(line[1]) && (line.Length == 2 || line[2] == ' ');

    private static bool IsUpper(byte letter) => letter is >= (byte)'A' and <= (byte)'Z';
}
