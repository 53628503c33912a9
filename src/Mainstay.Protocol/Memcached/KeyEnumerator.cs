namespace Mainstay.Protocol.Memcached;

/// <summary>Walks the keys of a line, as ranges in its text. The line was found sound before.</summary>
public ref struct KeyEnumerator
{
    private readonly bool _several;
    private TokenWalk _walk;
    private bool _over;

    internal KeyEnumerator(ReadOnlySpan<byte> text, int start, bool none, bool several)
    {
        _walk = new TokenWalk(text, start);
        _over = none;
        _several = several;
    }

    /// <summary>Where the present key lies.</summary>
    public readonly Range Current => _walk.Range;

    /// <summary>This walk itself.</summary>
    public readonly KeyEnumerator GetEnumerator() => this;

    /// <summary>Goes to the next key; false after the last.</summary>
    public bool MoveNext()
    {
        if (_over || !_walk.Next()) return false;
        _over = !_several;
        return true;
    }
}
