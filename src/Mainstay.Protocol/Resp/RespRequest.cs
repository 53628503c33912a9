namespace Mainstay.Protocol.Resp;

/// <summary>
/// Walks the arguments of a complete multibulk request, or of the part of a long one that is at hand: no copies. Null bytes of a
/// request that is not well formed are never read past; the walk just ends.
/// </summary>
public ref struct RespRequest
{
    private readonly ReadOnlySpan<byte> _frame;
    private int _position;

    /// <summary>Begins at the first argument of <paramref name="frame"/>, which opens with <c>*N</c>.</summary>
    public RespRequest(ReadOnlySpan<byte> frame)
    {
        _frame = frame;
        var position = 1;
        if (frame.Length == 0 || frame[0] != '*' || !ShortLine.TryRead(frame, ref position, ShortLine.MaxDigits, out var count) || count > int.MaxValue) return;
        Count = (int)count;
        _position = position;
    }

    /// <summary>Arguments the request has, the command's name being the first.</summary>
    public int Count { get; }

    /// <summary>Where in the frame the argument last given begins.</summary>
    public int ArgumentStart { get; private set; }

    /// <summary>
    /// Where the first arguments of <paramref name="frame"/> lie, as many as <paramref name="ranges"/> has room for; returns how many were found.
    /// They are all there are when that is <paramref name="announced"/>.
    /// </summary>
    public static int Locate(ReadOnlySpan<byte> frame, Span<(int Start, int Length)> ranges, out int announced)
    {
        var request = new RespRequest(frame);
        announced = request.Count;
        var found = 0;
        while (found < ranges.Length && request.TryNext(out var argument)) ranges[found++] = (request.ArgumentStart, argument.Length);
        return found;
    }

    /// <summary>The next argument; false after the last one, or when the rest is not at hand.</summary>
    public bool TryNext(out ReadOnlySpan<byte> argument)
    {
        argument = default;
        if (_position >= _frame.Length || _frame[_position] != '$') return false;
        var start = _position + 1;
        if (!ShortLine.TryRead(_frame, ref start, ShortLine.MaxDigits, out var length) || length > _frame.Length - start - 2) return false;
        ArgumentStart = start;
        argument = _frame.Slice(start, (int)length);
        _position = start + (int)length + 2;
        return true;
    }
}
