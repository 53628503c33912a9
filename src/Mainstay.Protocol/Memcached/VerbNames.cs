namespace Mainstay.Protocol.Memcached;

/// <summary>The names of the verbs. They are lower case, and case matters.</summary>
internal static class VerbNames
{
    /// <summary>The verb called <paramref name="name"/>, or <see cref="MemcachedVerb.Unknown"/>.</summary>
    public static MemcachedVerb Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name[0] == 'm' => Meta(name[1]),
        3 => Short(name),
        4 => Four(name),
        5 => Five(name),
        _ => Long(name),
    };

    /// <summary>Whether <paramref name="verb"/> may have several keys.</summary>
    public static bool TakesKeys(MemcachedVerb verb) => verb is MemcachedVerb.Get or MemcachedVerb.Gets or MemcachedVerb.Gat or MemcachedVerb.Gats;

    private static MemcachedVerb Meta(byte second) => second switch
    {
        (byte)'g' => MemcachedVerb.MetaGet,
        (byte)'s' => MemcachedVerb.MetaSet,
        (byte)'d' => MemcachedVerb.MetaDelete,
        (byte)'a' => MemcachedVerb.MetaArithmetic,
        (byte)'n' => MemcachedVerb.MetaNoOp,
        (byte)'e' => MemcachedVerb.MetaDebug,
        _ => MemcachedVerb.Unknown,
    };

    private static MemcachedVerb Short(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("get"u8)) return MemcachedVerb.Get;
        if (name.SequenceEqual("set"u8)) return MemcachedVerb.Set;
        if (name.SequenceEqual("add"u8)) return MemcachedVerb.Add;
        if (name.SequenceEqual("cas"u8)) return MemcachedVerb.Cas;
        if (name.SequenceEqual("gat"u8)) return MemcachedVerb.Gat;
        return name.SequenceEqual("lru"u8) ? MemcachedVerb.NodeOnly : MemcachedVerb.Unknown;
    }

    private static MemcachedVerb Four(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("gets"u8)) return MemcachedVerb.Gets;
        if (name.SequenceEqual("incr"u8)) return MemcachedVerb.Incr;
        if (name.SequenceEqual("decr"u8)) return MemcachedVerb.Decr;
        if (name.SequenceEqual("gats"u8)) return MemcachedVerb.Gats;
        return name.SequenceEqual("quit"u8) ? MemcachedVerb.Quit : MemcachedVerb.Unknown;
    }

    private static MemcachedVerb Five(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("touch"u8)) return MemcachedVerb.Touch;
        if (name.SequenceEqual("stats"u8)) return MemcachedVerb.Stats;
        return name.SequenceEqual("slabs"u8) || name.SequenceEqual("watch"u8) ? MemcachedVerb.NodeOnly : MemcachedVerb.Unknown;
    }

    private static MemcachedVerb Long(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("delete"u8)) return MemcachedVerb.Delete;
        if (name.SequenceEqual("append"u8)) return MemcachedVerb.Append;
        if (name.SequenceEqual("replace"u8)) return MemcachedVerb.Replace;
        if (name.SequenceEqual("prepend"u8)) return MemcachedVerb.Prepend;
        if (name.SequenceEqual("version"u8)) return MemcachedVerb.Version;
        if (name.SequenceEqual("config"u8)) return MemcachedVerb.Config;
        if (name.SequenceEqual("flush_all"u8)) return MemcachedVerb.FlushAll;
        if (name.SequenceEqual("verbosity"u8)) return MemcachedVerb.Verbosity;
        return IsNodeOnly(name) ? MemcachedVerb.NodeOnly : MemcachedVerb.Unknown;
    }

    private static bool IsNodeOnly(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("shutdown"u8) || name.SequenceEqual("extstore"u8) || name.SequenceEqual("lru_crawler"u8)
        || name.SequenceEqual("refresh_certs"u8) || name.SequenceEqual("cache_memlimit"u8);
}
