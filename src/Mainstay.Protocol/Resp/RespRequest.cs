using System.Buffers.Text;

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
        Count = frame.Length > 0 && frame[0] == '*' && TryLine(1, out var count) && count is >= 0 and <= int.MaxValue ? (int)count : 0;
    }

    /// <summary>Arguments the request has, the command's name being the first.</summary>
    public int Count { get; }

    /// <summary>Where in the frame the argument last given begins.</summary>
    public int ArgumentStart { get; private set; }

    /// <summary>The next argument; false after the last one, or when the rest is not at hand.</summary>
    public bool TryNext(out ReadOnlySpan<byte> argument)
    {
        argument = default;
        if (_position >= _frame.Length || _frame[_position] != '$') return false;
        var before = _position;
        if (TryLine(_position + 1, out var length) && length >= 0 && length <= _frame.Length - _position - 2)
        {
            ArgumentStart = _position;
            argument = _frame.Slice(_position, (int)length);
            _position += (int)length + 2;
            return true;
        }

        _position = before;
        return false;
    }

    private bool TryLine(int from, out long number)
    {
        number = 0;
        var rest = _frame[from..];
        var end = rest.IndexOf((byte)'\r');
        if (end <= 0 || end + 1 >= rest.Length || !Utf8Parser.TryParse(rest[..end], out number, out var used) || used != end) return false;
        _position = from + end + 2;
        return true;
    }
}
