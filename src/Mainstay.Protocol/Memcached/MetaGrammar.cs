namespace Mainstay.Protocol.Memcached;

/// <summary>The meta commands: <c>mg</c>, <c>ms</c>, <c>md</c>, <c>ma</c>, <c>me</c>.</summary>
internal static class MetaGrammar
{
    /// <summary>Most tokens of a line, verb and key among them.</summary>
    private const int MostTokens = 19;

    public static MemcachedLine ParseKeyed(scoped in LineTokens tokens, MemcachedVerb verb)
    {
        var flags = default(MetaFlags);
        var fault = tokens switch
        {
            { Count: < 2 } => LineFault.Error,
            _ when tokens[1].Length > MemcachedKeys.Longest => LineFault.BadFormat,
            { Count: > MostTokens } => verb == MemcachedVerb.MetaGet ? LineFault.GetFlagsTooLong : LineFault.FlagsTooLong,
            _ => FlagFault(verb, flags = MetaFlags.Read(tokens, 2)),
        };
        if (fault is not null) return new MemcachedLine(tokens.Text, verb) { Fault = fault };
        return new MemcachedLine(tokens.Text, verb) { KeyRange = tokens.RangeOf(1), IsKeyBase64 = flags.IsBase64, IsQuiet = flags.IsQuiet };
    }

    public static MemcachedLine ParseSet(scoped in LineTokens tokens)
    {
        const MemcachedVerb Verb = MemcachedVerb.MetaSet;
        long bytes = 0;
        var hasLength = tokens.Count > 2 && ServerNumber.TryLength(tokens[2], out bytes);
        var behind = hasLength ? bytes + 2 : 0;
        var fault = tokens switch
        {
            { Count: < 2 } => LineFault.Error,
            { Count: 2 } => LineFault.BadFormat,
            _ when tokens[1].Length > MemcachedKeys.Longest => LineFault.BadFormat,
            { Count: > MostTokens } => LineFault.FlagsTooLong,
            _ => hasLength ? null : LineFault.BadFormat,
        };
        if (fault is not null) return new MemcachedLine(tokens.Text, Verb) { Fault = fault, FaultData = behind };

        // From here on the server knows the length, and passes over the block.
        var flags = MetaFlags.Read(tokens, 3);
        fault = FlagFault(Verb, flags);
        return fault is not null
            ? new MemcachedLine(tokens.Text, Verb) { Fault = fault, FaultData = behind, FaultSwallows = behind }
            : new MemcachedLine(tokens.Text, Verb) { KeyRange = tokens.RangeOf(1), IsKeyBase64 = flags.IsBase64, IsQuiet = flags.IsQuiet, DataBytes = bytes };
    }

    public static MemcachedLine ParseDebug(scoped in LineTokens tokens)
    {
        if (tokens.Count < 2 || tokens[1].Length > MemcachedKeys.Longest) return new MemcachedLine(tokens.Text, MemcachedVerb.MetaDebug) { Fault = LineFault.BadFormat };

        // Of flags only a b in the first place is known, and others are no fault.
        var isBase64 = tokens.Count > 2 && tokens[2].SequenceEqual("b"u8);
        return isBase64 && !MemcachedKeys.TryDecode(tokens[1], stackalloc byte[MemcachedKeys.Longest], out _)
            ? new MemcachedLine(tokens.Text, MemcachedVerb.MetaDebug) { Fault = LineFault.BadFormat }
            : new MemcachedLine(tokens.Text, MemcachedVerb.MetaDebug) { KeyRange = tokens.RangeOf(1), IsKeyBase64 = isBase64 };
    }

    /// <summary>The fault that a verb makes of its flags. A wrong mode comes before an opaque that is too long.</summary>
    private static string? FlagFault(MemcachedVerb verb, in MetaFlags flags)
    {
        if (flags.Fault is not null) return verb is MemcachedVerb.MetaDelete or MemcachedVerb.MetaArithmetic ? LineFault.BadOrDuplicateFlag : flags.Fault;
        if (verb == MemcachedVerb.MetaSet && flags.Mode != 0 && !"EAPRS"u8.Contains(flags.Mode)) return LineFault.BadSetMode;
        if (verb == MemcachedVerb.MetaArithmetic && flags.Mode != 0 && !"ID+-"u8.Contains(flags.Mode)) return LineFault.BadArithmeticMode;
        return flags.HasLongOpaque ? LineFault.LongOpaque : null;
    }
}
