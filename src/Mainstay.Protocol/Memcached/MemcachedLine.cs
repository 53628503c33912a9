namespace Mainstay.Protocol.Memcached;

/// <summary>
/// One request line, taken apart. A fault is worded as the server (1.6) words it. Follows the server's protocol description (doc/protocol.txt)
/// and, where that is silent, what the server does.
/// </summary>
public readonly ref struct MemcachedLine
{
    internal MemcachedLine(ReadOnlySpan<byte> text, MemcachedVerb verb)
    {
        Text = text;
        Verb = verb;
        DataBytes = -1;
    }

    /// <summary>
    /// The line as a node should get it: without spaces ahead of the verb (newer servers don't take them) and without what follows a null byte
    /// (older servers don't look at it). All ranges are in here.
    /// </summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>What is asked for, of a faulted line too.</summary>
    public MemcachedVerb Verb { get; }

    /// <summary>Where the first key lies; empty where there is none (<c>gat 10</c> is sound and has none) and in a faulted line.</summary>
    public Range KeyRange { get; internal init; }

    /// <summary>The first key, as it stands in the line.</summary>
    public ReadOnlySpan<byte> Key => Text[KeyRange];

    /// <summary>Whether the key is written in base64 (meta flag <c>b</c>); it decodes then.</summary>
    public bool IsKeyBase64 { get; internal init; }

    /// <summary>Length of the data block that follows, without its line end; -1 when none follows.</summary>
    public long DataBytes { get; internal init; }

    /// <summary>Classic <c>noreply</c>. The server is silent about a faulted line as well when this is set, and about every error.</summary>
    public bool NoReply { get; internal init; }

    /// <summary>Meta flag <c>q</c>. Errors are answered all the same.</summary>
    public bool IsQuiet { get; internal init; }

    /// <summary>What is wrong, without a line end: <c>ERROR</c>, <c>CLIENT_ERROR bad command line format</c>, ...; null when the line is sound.</summary>
    public string? Fault { get; internal init; }

    /// <summary>Bytes of a data block, with its line end, that a server of 1.6.18 passes over behind a faulted line before it answers; only <c>ms</c> has them.</summary>
    public long FaultSwallows { get; internal init; }

    /// <summary>
    /// Bytes of a data block, with its line end, that the client meant to send behind a faulted line, as far as the length can be read; else 0.
    /// Newer servers pass over them, 1.6.18 takes them for requests unless <see cref="FaultSwallows"/> says otherwise.
    /// </summary>
    public long FaultData { get; internal init; }

    /// <summary>The server says nothing and closes: a request of HTTP.</summary>
    public bool FaultCloses { get; internal init; }

    /// <summary>Whether a get, gets, gat or gats has two or more keys.</summary>
    public bool HasMoreKeys { get; internal init; }

    /// <summary>Takes <paramref name="line"/> apart, which comes without its end (<c>\n</c> or <c>\r\n</c>).</summary>
    public static MemcachedLine Parse(ReadOnlySpan<byte> line)
    {
        // 1. What is looked at at all.
        var text = TokenWalk.Visible(line.TrimStart((byte)' '));

        // 2. The verb decides how the rest is read.
        var name = new TokenWalk(text);
        name.Next();
        var verb = VerbNames.Find(name.Token);
        if (VerbNames.TakesKeys(verb)) return RetrievalGrammar.Parse(text, verb, name.End);
        var tokens = new LineTokens(text);
        return verb switch
        {
            MemcachedVerb.Unknown => new MemcachedLine(text, verb) { Fault = LineFault.Error, FaultCloses = HttpRequest.Is(tokens) },
            MemcachedVerb.Config or MemcachedVerb.NodeOnly or MemcachedVerb.Stats or MemcachedVerb.Version or MemcachedVerb.Quit or MemcachedVerb.MetaNoOp => new MemcachedLine(text, verb),
            MemcachedVerb.MetaDebug => MetaGrammar.ParseDebug(tokens),
            MemcachedVerb.MetaSet => MetaGrammar.ParseSet(tokens),
            MemcachedVerb.MetaGet or MemcachedVerb.MetaDelete or MemcachedVerb.MetaArithmetic => MetaGrammar.ParseKeyed(tokens, verb),
            MemcachedVerb.Set or MemcachedVerb.Add or MemcachedVerb.Replace or MemcachedVerb.Append or MemcachedVerb.Prepend or MemcachedVerb.Cas => StorageGrammar.Parse(tokens, verb),
            _ => ClassicGrammar.Parse(tokens, verb),
        };
    }

    /// <summary>All keys of a get, gets, gat or gats, the one key of another verb, none of a faulted line.</summary>
    public KeyEnumerator GetKeys() => new(Text, KeyRange.Start.Value, KeyRange.Equals(default), VerbNames.TakesKeys(Verb));
}
