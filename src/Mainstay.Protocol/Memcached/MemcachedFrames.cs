namespace Mainstay.Protocol.Memcached;

/// <summary>Reads replies frame by frame: a line, a <c>VALUE</c> line with its data, a meta line with its data.</summary>
public static class MemcachedFrames
{
    /// <summary>
    /// Reads the frame that <paramref name="bytes"/> begin with. Lines end in <c>\r\n</c>.
    /// </summary>
    /// <param name="shape">What was asked for.</param>
    /// <param name="bytes">What has come so far.</param>
    /// <param name="maxLine">Longest line, without its end; data blocks may be longer.</param>
    /// <param name="length">Of the frame with its end; when it is incomplete, the bytes that are needed in all as far as known, else 0.</param>
    /// <param name="isLast">Whether the reply is over with this frame. An error line ends every reply.</param>
    public static FrameRead Read(ReplyShape shape, ReadOnlySpan<byte> bytes, int maxLine, out long length, out bool isLast)
    {
        // 1. The line.
        length = 0;
        isLast = false;
        var seen = bytes.Length > maxLine ? bytes[..(int)Math.Min(bytes.Length, maxLine + 2L)] : bytes;
        var end = seen.IndexOf((byte)'\n');
        if (end < 0) return bytes.Length >= maxLine + 2L ? FrameRead.Faulted : FrameRead.Incomplete;
        if (end == 0 || bytes[end - 1] != '\r') return FrameRead.Faulted;
        var line = bytes[..(end - 1)];

        // 2. What it means in this shape.
        if (!FrameLine.TryRead(shape, line, out var data, out isLast))
        {
            isLast = false;
            return FrameRead.Faulted;
        }

        length = end + 1;
        if (data < 0) return FrameRead.Frame;

        // 3. Its data block.
        length += data + 2;
        if (bytes.Length < length)
        {
            isLast = false;
            return FrameRead.Incomplete;
        }

        var block = bytes[..(int)length];
        if (block.EndsWith("\r\n"u8)) return FrameRead.Frame;
        isLast = false;
        length = 0;
        return FrameRead.Faulted;
    }

    /// <summary>Where the key lies in <c>VALUE key flags bytes [unique]</c>; empty in any other frame.</summary>
    public static Range ValueKey(ReadOnlySpan<byte> frame)
    {
        if (!frame.StartsWith("VALUE "u8)) return default;
        var walk = new TokenWalk(frame[..LineEnd(frame)], 5);
        return walk.Next() ? walk.Range : default;
    }

    /// <summary>Whether the frame is an error line: <c>ERROR</c>, <c>CLIENT_ERROR why</c>, <c>SERVER_ERROR why</c>.</summary>
    public static bool IsError(ReadOnlySpan<byte> frame) =>
        FrameLine.Begins(frame, "ERROR"u8) || FrameLine.Begins(frame, "CLIENT_ERROR"u8) || FrameLine.Begins(frame, "SERVER_ERROR"u8) || frame.StartsWith("ERROR:"u8);

    /// <summary>Whether the frame is exactly <c>END\r\n</c>.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> frame) => frame.SequenceEqual("END\r\n"u8);

    /// <summary>Where the first line of <paramref name="frame"/> ends, its end not counted.</summary>
    internal static int LineEnd(ReadOnlySpan<byte> frame)
    {
        var end = frame.IndexOf("\r\n"u8);
        return end < 0 ? frame.Length : end;
    }
}
