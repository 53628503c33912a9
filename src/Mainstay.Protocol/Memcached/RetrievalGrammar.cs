namespace Mainstay.Protocol.Memcached;

/// <summary><c>get</c>, <c>gets</c>, <c>gat</c>, <c>gats</c>: any number of keys.</summary>
internal static class RetrievalGrammar
{
    public static MemcachedLine Parse(ReadOnlySpan<byte> text, MemcachedVerb verb, int nameEnd)
    {
        var walk = new TokenWalk(text, nameEnd);
        if (!walk.Next()) return new MemcachedLine(text, verb) { Fault = LineFault.Error };
        if (verb is MemcachedVerb.Gat or MemcachedVerb.Gats)
        {
            if (!ServerNumber.IsSigned(walk.Token)) return new MemcachedLine(text, verb) { Fault = LineFault.BadExptime };

            // A gat without a key finds nothing, and that is no fault.
            if (!walk.Next()) return new MemcachedLine(text, verb);
        }

        var first = walk.Range;
        var keys = 0;
        do
        {
            // One long key spoils the whole line: the server takes back what it found for the others.
            if (walk.Token.Length > MemcachedKeys.Longest) return new MemcachedLine(text, verb) { Fault = LineFault.BadFormat };
            keys++;
        }
        while (walk.Next());

        return new MemcachedLine(text, verb) { KeyRange = first, HasMoreKeys = keys > 1 };
    }
}
