namespace Mainstay.Protocol.Memcached;

/// <summary>The classic verbs of one line: <c>incr</c>, <c>decr</c>, <c>touch</c>, <c>delete</c>, <c>flush_all</c>, <c>verbosity</c>.</summary>
internal static class ClassicGrammar
{
    public static MemcachedLine Parse(scoped in LineTokens tokens, MemcachedVerb verb)
    {
        var (least, most) = verb switch
        {
            MemcachedVerb.FlushAll => (1, 3),
            MemcachedVerb.Verbosity => (2, 3),
            MemcachedVerb.Delete => (2, 4),
            _ => (3, 4),
        };

        // So far the server has not looked for noreply.
        if (tokens.Count < least || tokens.Count > most) return new MemcachedLine(tokens.Text, verb) { Fault = LineFault.Error };
        var fault = verb switch
        {
            MemcachedVerb.FlushAll => FlushFault(tokens),
            MemcachedVerb.Verbosity => ServerNumber.IsUnsigned(tokens[1]) ? null : LineFault.BadFormat,
            MemcachedVerb.Delete => DeleteFault(tokens),
            _ when tokens[1].Length > MemcachedKeys.Longest => LineFault.BadFormat,
            MemcachedVerb.Touch => ServerNumber.IsSigned(tokens[2]) ? null : LineFault.BadExptime,
            _ => ServerNumber.IsUnsigned(tokens[2]) ? null : LineFault.BadDelta,
        };
        var keyed = fault is null && verb is not (MemcachedVerb.FlushAll or MemcachedVerb.Verbosity);

        // The only token of a delete is its key, even if that is "noreply".
        var noReply = tokens.EndsInNoReply && (verb != MemcachedVerb.Delete || tokens.Count > 2);
        return new MemcachedLine(tokens.Text, verb) { Fault = fault, KeyRange = keyed ? tokens.RangeOf(1) : default, NoReply = noReply };
    }

    private static string? FlushFault(scoped in LineTokens tokens)
    {
        var bare = tokens.EndsInNoReply ? 2 : 1;
        return tokens.Count == bare || ServerNumber.IsSigned(tokens[1]) ? null : LineFault.BadExptime;
    }

    /// <summary>A time of 0 is taken from clients that still send one; no other is.</summary>
    private static string? DeleteFault(scoped in LineTokens tokens)
    {
        if (tokens.Count > 2)
        {
            var hasZero = tokens[2].SequenceEqual("0"u8);
            if (!(tokens.Count == 3 ? hasZero || tokens.EndsInNoReply : hasZero && tokens.EndsInNoReply)) return LineFault.DeleteUsage;
        }

        return tokens[1].Length > MemcachedKeys.Longest ? LineFault.BadFormat : null;
    }
}
