namespace Mainstay.Protocol.Memcached;

/// <summary>Walks the tokens of a line. Only spaces part them, any number of them; a tab belongs to a token.</summary>
internal ref struct TokenWalk(ReadOnlySpan<byte> text, int from = 0)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Where the present token begins.</summary>
    public int Start { get; private set; } = from;

    /// <summary>Where the present token ends.</summary>
    public int End { get; private set; } = from;

    /// <summary>The present token.</summary>
    public readonly ReadOnlySpan<byte> Token => _text[Start..End];

    /// <summary>The present token's place.</summary>
    public readonly Range Range => Start..End;

    /// <summary>The part of a line that the server looks at: what is ahead of the first null byte.</summary>
    public static ReadOnlySpan<byte> Visible(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)0);
        return end < 0 ? line : line[..end];
    }

    /// <summary>Goes to the next token; false after the last.</summary>
    public bool Next()
    {
        var rest = _text[End..];
        var start = rest.IndexOfAnyExcept((byte)' ');
        if (start < 0) return false;
        var length = rest[start..].IndexOf((byte)' ');
        Start = End + start;
        End = length < 0 ? _text.Length : Start + length;
        return true;
    }
}
