namespace Mainstay.Protocol.Memcached;

/// <summary>
/// <c>set</c> and its family. A line that is found sound here must be so for every server: one that refuses the line may take the data block
/// for requests.
/// </summary>
internal static class StorageGrammar
{
    private const int Flags = 2;
    private const int Exptime = 3;
    private const int Bytes = 4;
    private const int Unique = 5;

    public static MemcachedLine Parse(scoped in LineTokens tokens, MemcachedVerb verb)
    {
        var isCas = verb == MemcachedVerb.Cas;
        var least = isCas ? 6 : 5;
        long bytes = 0;
        var hasLength = tokens.Count > Bytes && ServerNumber.TryLength(tokens[Bytes], out bytes);
        var behind = hasLength ? bytes + 2 : 0;
        if (tokens.Count != least && tokens.Count != least + 1) return new MemcachedLine(tokens.Text, verb) { Fault = LineFault.Error, FaultData = behind };

        var sound = tokens[1].Length <= MemcachedKeys.Longest && hasLength && ServerNumber.IsUnsigned(tokens[Flags]) && ServerNumber.IsSigned(tokens[Exptime])
            && (!isCas || ServerNumber.IsUnsigned(tokens[Unique]));
        return sound
            ? new MemcachedLine(tokens.Text, verb) { KeyRange = tokens.RangeOf(1), DataBytes = bytes, NoReply = tokens.EndsInNoReply }
            : new MemcachedLine(tokens.Text, verb) { Fault = LineFault.BadFormat, FaultData = behind, NoReply = tokens.EndsInNoReply };
    }
}
