namespace Mainstay.Protocol.Memcached;

/// <summary>Quiet meta commands (flag <c>q</c>): which of their replies the server does not send.</summary>
public static class MetaQuiet
{
    /// <summary>
    /// Whether the server would have kept <paramref name="frame"/> for itself, had the command been quiet: a miss of <c>mg</c>, a success of
    /// <c>ms</c>, <c>md</c> and <c>ma</c>. Everything else is sent, errors among them. (1.6.18 also sends the reply of an <c>ma</c> that made
    /// its counter itself; newer servers don't.)
    /// </summary>
    public static bool Hides(MemcachedVerb verb, ReadOnlySpan<byte> frame) => verb switch
    {
        MemcachedVerb.MetaGet => FrameLine.Begins(frame, "EN"u8),
        MemcachedVerb.MetaSet or MemcachedVerb.MetaDelete => FrameLine.Begins(frame, "HD"u8),
        MemcachedVerb.MetaArithmetic => FrameLine.Begins(frame, "HD"u8) || FrameLine.Begins(frame, "VA"u8),
        _ => false,
    };

    /// <summary>
    /// Writes a meta line (without its end) again without flag <c>q</c>, everything else byte for byte; what follows a null byte, which the server
    /// would not look at, is left out. Returns the bytes written, never more than the line has.
    /// </summary>
    public static int WriteWithoutQuiet(ReadOnlySpan<byte> line, Span<byte> target)
    {
        line = TokenWalk.Visible(line);
        var walk = new TokenWalk(line);
        var firstFlag = walk.Next() ? VerbNames.Find(walk.Token) switch
        {
            MemcachedVerb.MetaSet => 3,
            MemcachedVerb.MetaGet or MemcachedVerb.MetaDelete or MemcachedVerb.MetaArithmetic => 2,
            _ => int.MaxValue,
        }
        : int.MaxValue;

        var written = 0;
        var kept = 0;
        var before = walk.End;
        for (var i = 1; walk.Next(); before = walk.End, i++)
        {
            if (i < firstFlag || walk.Token[0] != 'q') continue;
            line[kept..before].CopyTo(target[written..]);
            written += before - kept;
            kept = walk.End;
        }

        line[kept..].CopyTo(target[written..]);
        return written + line.Length - kept;
    }
}
