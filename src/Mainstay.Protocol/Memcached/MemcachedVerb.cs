namespace Mainstay.Protocol.Memcached;

/// <summary>What a request line asks for.</summary>
public enum MemcachedVerb
{
    /// <summary>Nothing the server knows.</summary>
    Unknown,

    /// <summary><c>get key*</c>.</summary>
    Get,

    /// <summary><c>gets key*</c>: with the unique number of each value.</summary>
    Gets,

    /// <summary><c>gat exptime key*</c>.</summary>
    Gat,

    /// <summary><c>gats exptime key*</c>.</summary>
    Gats,

    /// <summary><c>set key flags exptime bytes [noreply]</c> and a data block.</summary>
    Set,

    /// <summary><c>add</c>, as <see cref="Set"/>.</summary>
    Add,

    /// <summary><c>replace</c>, as <see cref="Set"/>.</summary>
    Replace,

    /// <summary><c>append</c>, as <see cref="Set"/>.</summary>
    Append,

    /// <summary><c>prepend</c>, as <see cref="Set"/>.</summary>
    Prepend,

    /// <summary><c>cas key flags exptime bytes unique [noreply]</c> and a data block.</summary>
    Cas,

    /// <summary><c>incr key delta [noreply]</c>.</summary>
    Incr,

    /// <summary><c>decr key delta [noreply]</c>.</summary>
    Decr,

    /// <summary><c>touch key exptime [noreply]</c>.</summary>
    Touch,

    /// <summary><c>delete key [0] [noreply]</c>.</summary>
    Delete,

    /// <summary><c>mg key flag*</c>.</summary>
    MetaGet,

    /// <summary><c>ms key datalen flag*</c> and a data block.</summary>
    MetaSet,

    /// <summary><c>md key flag*</c>.</summary>
    MetaDelete,

    /// <summary><c>ma key flag*</c>.</summary>
    MetaArithmetic,

    /// <summary><c>mn</c>.</summary>
    MetaNoOp,

    /// <summary><c>me key [b]</c>.</summary>
    MetaDebug,

    /// <summary><c>stats [what]</c>.</summary>
    Stats,

    /// <summary><c>flush_all [delay] [noreply]</c>.</summary>
    FlushAll,

    /// <summary><c>verbosity level [noreply]</c>.</summary>
    Verbosity,

    /// <summary><c>version</c>.</summary>
    Version,

    /// <summary><c>quit</c>.</summary>
    Quit,

    /// <summary><c>config get cluster</c>, which no plain server knows; the rest of the line is the caller's to look at.</summary>
    Config,

    /// <summary>Known to the server and about one process of it: <c>shutdown</c>, <c>watch</c>, <c>slabs</c>, ...; the rest of the line is not looked at.</summary>
    NodeOnly,
}
