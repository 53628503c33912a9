namespace Mainstay.Protocol.Memcached;

/// <summary>Classic request lines, written again.</summary>
public static class ClassicLine
{
    /// <summary>
    /// Writes a line (without its end) again without the <c>noreply</c> at its end, where that is one and not a key of that name. Returns the
    /// bytes written, never more than the line has.
    /// </summary>
    public static int WriteWithoutNoReply(ReadOnlySpan<byte> line, Span<byte> target)
    {
        var parsed = MemcachedLine.Parse(line);
        var text = parsed.NoReply ? parsed.Text.TrimEnd((byte)' ')[..^"noreply"u8.Length].TrimEnd((byte)' ') : line;
        text.CopyTo(target);
        return text.Length;
    }
}
