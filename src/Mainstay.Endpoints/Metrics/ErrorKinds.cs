namespace Mainstay.Endpoints.Metrics;

/// <summary>
/// The kinds of error replies that clients of one endpoint were given, by their first word. A script can make up any word, so there is a bound:
/// whatever comes beyond it, or is no word, is of the last kind. Safe from any thread; only error replies pay for it.
/// </summary>
internal sealed class ErrorKinds
{
    /// <summary>Kinds that are told apart.</summary>
    public const int Most = 32;

    /// <summary>Longest word, in characters; they are A–Z, 0–9 and _.</summary>
    public const int LongestWord = 32;

    /// <summary>What all others are called.</summary>
    public const string Other = "other";

    private readonly Lock _gate = new();

    private volatile byte[][] _words;

    /// <param name="first">Words that are known from the beginning: nobody's scripts can crowd them out, and their rates have a zero to begin from.</param>
    public ErrorKinds(params ReadOnlySpan<string> first)
    {
        var words = new byte[first.Length][];
        for (var i = 0; i < words.Length; i++) words[i] = System.Text.Encoding.ASCII.GetBytes(first[i]);
        _words = words;
    }

    /// <summary>Of a Redis endpoint.</summary>
    public static ErrorKinds OfRedis() => new("DENIED", "ERR", "EXECABORT", "INDETERMINATE", "READONLY", "TRYAGAIN");

    /// <summary>Of a memcached endpoint: all that there are.</summary>
    public static ErrorKinds OfMemcached() => new("CLIENT_ERROR", "ERROR", "SERVER_ERROR");

    /// <summary>How many are known.</summary>
    public int Count => _words.Length;

    /// <summary>The word of a kind.</summary>
    public string this[int kind] => kind == Most ? Other : System.Text.Encoding.ASCII.GetString(_words[kind]);

    /// <summary>The kind of a RESP error reply: its index, or <see cref="Most"/> for the others. RESP3 has errors with their length in a line before them.</summary>
    public int Of(ReadOnlySpan<byte> frame) => Find(WordOf(frame[0] == (byte)'!' ? frame[(frame.IndexOf((byte)'\n') + 1)..] : frame[1..]));

    /// <summary>The kind of an error that begins with its word.</summary>
    public int OfWord(ReadOnlySpan<byte> line) => Find(WordOf(line));

    private int Find(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty) return Most;
        var known = IndexIn(_words, word);
        return known >= 0 ? known : Learn(word);
    }

    private int Learn(ReadOnlySpan<byte> word)
    {
        lock (_gate)
        {
            var known = IndexIn(_words, word);
            if (known >= 0 || _words.Length == Most) return known >= 0 ? known : Most;
            _words = [.. _words, word.ToArray()];
            return _words.Length - 1;
        }
    }

    private static int IndexIn(byte[][] words, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < words.Length; i++)
            if (word.SequenceEqual(words[i])) return i;
        return -1;
    }

    /// <summary>The first word, or nothing when it is none.</summary>
    private static ReadOnlySpan<byte> WordOf(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny(" \r\n"u8);
        if (end is <= 0 or > LongestWord) return default;
        foreach (var letter in text[..end])
            if (!char.IsAsciiLetterUpper((char)letter) && !char.IsAsciiDigit((char)letter) && letter != (byte)'_') return default;
        return text[..end];
    }
}
