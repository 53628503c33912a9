namespace Mainstay.Protocol.Memcached;

/// <summary>Which shape the reply to a request has.</summary>
public static class ReplyShapes
{
    /// <summary>The shape of the reply to a sound line of <paramref name="verb"/>. Those of node-only verbs have many; one line is assumed.</summary>
    public static ReplyShape Of(MemcachedVerb verb) => verb switch
    {
        MemcachedVerb.Get or MemcachedVerb.Gets or MemcachedVerb.Gat or MemcachedVerb.Gats => ReplyShape.Values,
        MemcachedVerb.MetaGet or MemcachedVerb.MetaSet or MemcachedVerb.MetaDelete or MemcachedVerb.MetaArithmetic
            or MemcachedVerb.MetaNoOp or MemcachedVerb.MetaDebug => ReplyShape.Meta,
        MemcachedVerb.Stats or MemcachedVerb.Config => ReplyShape.Lines,
        _ => ReplyShape.Line,
    };
}
