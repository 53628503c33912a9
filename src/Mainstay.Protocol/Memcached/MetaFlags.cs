namespace Mainstay.Protocol.Memcached;

/// <summary>
/// The flags of a meta command, each known by its first byte. All commands know the same flags and look into all of them; one that means
/// nothing to a command is no fault. <c>E</c> and <c>x</c> are those of newer servers; an older node refuses them itself.
/// </summary>
internal readonly struct MetaFlags
{
    /// <summary>Longest opaque, with its <c>O</c>.</summary>
    private const int LongestOpaque = 32;

    /// <summary>What is wrong with them, or null.</summary>
    public string? Fault { get; private init; }

    /// <summary><c>b</c>: the key is in base64.</summary>
    public bool IsBase64 { get; private init; }

    /// <summary><c>q</c>.</summary>
    public bool IsQuiet { get; private init; }

    /// <summary><c>O</c> is longer than the server gives back.</summary>
    public bool HasLongOpaque { get; private init; }

    /// <summary>The letter behind <c>M</c>; 0 without one.</summary>
    public byte Mode { get; private init; }

    /// <summary>
    /// Reads the flags from token <paramref name="first"/> on. An unknown or doubled flag ends the reading; of all other faults the server
    /// tells the last.
    /// </summary>
    public static MetaFlags Read(scoped in LineTokens tokens, int first)
    {
        UInt128 seen = 0;
        var fault = (string?)null;
        var faulted = false;
        bool isBase64 = false, isQuiet = false, hasLongOpaque = false;
        byte mode = 0;
        for (var i = first; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var flag = token[0];
            if (flag >= 127 || ((seen >> flag) & 1) != 0) return new MetaFlags { Fault = LineFault.DuplicateFlag };
            seen |= UInt128.One << flag;
            if (!IsKnown(flag)) return new MetaFlags { Fault = LineFault.BadFlag };
            if (!IsSound(token, tokens[1], out var words))
            {
                faulted = true;
                fault = words ?? fault;
            }

            isBase64 |= flag == 'b';
            isQuiet |= flag == 'q';
            hasLongOpaque |= flag == 'O' && token.Length > LongestOpaque;
            if (flag == 'M' && token.Length == 2) mode = token[1];
        }

        if (faulted) return new MetaFlags { Fault = fault ?? LineFault.BadFormat };
        return new MetaFlags { IsBase64 = isBase64, IsQuiet = isQuiet, HasLongOpaque = hasLongOpaque, Mode = mode };
    }

    private static bool IsKnown(byte flag) => "bNTRlOPLkstcfvhuqFCMJDIEx"u8.Contains(flag);

    /// <summary>Whether what follows the flag's letter can be read; <paramref name="words"/> are the server's where it has some.</summary>
    private static bool IsSound(ReadOnlySpan<byte> token, ReadOnlySpan<byte> key, out string? words)
    {
        (words, var sound) = token[0] switch
        {
            (byte)'b' => (LineFault.UndecodableKey, MemcachedKeys.TryDecode(key, stackalloc byte[MemcachedKeys.Longest], out _)),
            (byte)'N' or (byte)'T' or (byte)'R' => (LineFault.BadToken, ServerNumber.IsSigned(token[1..])),
            (byte)'F' => (null, ServerNumber.IsUnsigned(token[1..])),
            (byte)'C' => (LineFault.BadToken, ServerNumber.IsUnsigned(token[1..])),
            (byte)'M' => (LineFault.BadModeLength, token.Length == 2),
            (byte)'J' => (LineFault.BadInitial, ServerNumber.IsUnsigned(token[1..])),
            (byte)'D' => (LineFault.BadMetaDelta, ServerNumber.IsUnsigned(token[1..])),
            _ => (null, true),
        };
        return sound;
    }
}
