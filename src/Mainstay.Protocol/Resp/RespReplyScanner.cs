namespace Mainstay.Protocol.Resp;

/// <summary>
/// Finds the ends of replies (RESP2 and RESP3) in a stream of bytes that comes in pieces. It keeps what is left of each open
/// aggregate and none of the bytes. An attribute belongs to the reply that follows it; a push is a frame of its own.
/// </summary>
public sealed class RespReplyScanner(RespLimits limits)
{
    private enum Phase
    {
        Start, Line, LineEnd, Body, BodyCr, BodyLf,
    }

    private readonly RespLimits _limits = limits;
    private readonly int _mostDigits = Math.Min(ShortLine.MaxDigits, limits.MaxLineBytes);

    // Grows when something nests: most connections never see it, and there may be many of them.
    private long[] _left = [];
    private int _depth;
    private Phase _phase;
    private byte _type;
    private LineNumber _number;
    private int _lineBytes;
    private byte _firstOfLine;
    private long _bodyLeft;

    /// <summary>How the stream is broken, once it is.</summary>
    public RespFault Fault { get; private set; }

    /// <summary>The type of the frame last completed or under way, attributes in front of it aside; none before its first byte.</summary>
    public RespType Type { get; private set; }

    /// <summary>Whether a frame has begun and not ended.</summary>
    public bool InFrame => _phase != Phase.Start || _depth > 0;

    /// <summary>
    /// Takes bytes up to the end of one reply. <paramref name="consumed"/> is how many belong to it (all of them unless it ends earlier).
    /// </summary>
    public RespScan Scan(ReadOnlySpan<byte> data, out int consumed)
    {
        consumed = 0;
        if (Fault != RespFault.None) return RespScan.Faulted;
        while (consumed < data.Length)
        {
            // 1. What lies in the bytes as a whole: mostly a reply, from its beginning to its end.
            if (_phase == Phase.Start && TakeWhole(data, ref consumed, out var scan))
            {
                if (scan != RespScan.Incomplete) return scan;
                continue;
            }

            // 2. What does not, or is seldom, or is broken, in steps.
            if (_phase == Phase.Body)
            {
                var take = (int)Math.Min(_bodyLeft, data.Length - consumed);
                consumed += take;
                _bodyLeft -= take;
                if (_bodyLeft == 0) _phase = Phase.BodyCr;
                continue;
            }

            scan = _phase == Phase.Line ? Line(data, ref consumed) : Step(data[consumed++]);
            if (scan != RespScan.Incomplete) return scan;
        }

        return RespScan.Incomplete;
    }

    /// <summary>Takes one value, or the opening of an aggregate, of which nothing is missing.</summary>
    private bool TakeWhole(ReadOnlySpan<byte> data, ref int consumed, out RespScan scan)
    {
        scan = RespScan.Incomplete;
        var next = consumed + 1;
        var first = data[consumed];
        switch ((RespType)first)
        {
            case RespType.Bulk when ShortLine.TryRead(data, ref next, _mostDigits, out var length):
                if (length > _limits.MaxBulkBytes || length > data.Length - next - 2) return false;
                next += (int)length;
                if (data[next] != '\r' || data[next + 1] != '\n') return false;
                next += 2;
                break;
            case RespType.Bulk when _mostDigits >= 2 && data[next..].StartsWith("-1\r\n"u8):
                next += 4;
                break;
            case RespType.SimpleString when _mostDigits >= 2 && data[next..].StartsWith("OK\r\n"u8):
                next += 4;
                break;
            case RespType.Integer when ShortLine.TryRead(data, ref next, _mostDigits, out _):
                break;
            case RespType.Array or RespType.Map or RespType.Set or RespType.Push when ShortLine.TryRead(data, ref next, _mostDigits, out var count):
                consumed = next;
                BeginType(first);
                _phase = Phase.LineEnd;
                scan = OpenAggregate(count);
                return true;
            default:
                return false;
        }

        consumed = next;
        BeginType(first);
        scan = EndValue();
        return true;
    }

    private RespScan Step(byte next)
    {
        switch (_phase)
        {
            case Phase.Start:
                return Begin(next);
            case Phase.LineEnd:
                return next == '\n' ? EndLine() : Break(RespFault.MissingLineEnd);
            case Phase.BodyCr:
                if (next != '\r') return Break(RespFault.MissingLineEnd);
                _phase = Phase.BodyLf;
                return RespScan.Incomplete;
            default:
                return next == '\n' ? EndValue() : Break(RespFault.MissingLineEnd);
        }
    }

    private RespScan Begin(byte first)
    {
        if (!IsType(first)) return Break(RespFault.UnknownType);
        BeginType(first);
        _phase = Phase.Line;
        _number = default;
        _lineBytes = 0;
        _firstOfLine = 0;
        return RespScan.Incomplete;
    }

    private void BeginType(byte first)
    {
        // The last element of an attribute's level is the reply that it describes.
        if (_depth == 0 || (_depth == 1 && Type == RespType.Attribute && _left[0] == 1)) Type = (RespType)first;
        _type = first;
    }

    /// <summary>Takes what there is of a line, up to its CR.</summary>
    private RespScan Line(ReadOnlySpan<byte> data, ref int consumed)
    {
        // One byte more than the line may have: if that is no CR either, the line is too long.
        var room = _limits.MaxLineBytes - _lineBytes;
        var piece = data.Slice(consumed, (int)Math.Min(data.Length - consumed, room + 1L));
        var end = piece.IndexOfAny((byte)'\r', (byte)'\n');
        var text = end < 0 ? piece : piece[..end];
        if (_lineBytes == 0 && text.Length > 0) _firstOfLine = text[0];
        if ((RespType)_type is not (RespType.SimpleString or RespType.Error))
            foreach (var digit in text) _number.Add(digit);
        consumed += text.Length;
        _lineBytes += text.Length;
        if (text.Length > room) return Break(RespFault.LineTooLong);
        if (end < 0) return RespScan.Incomplete;
        consumed++;
        if (piece[end] == '\n') return Break(text.Length == room ? RespFault.LineTooLong : RespFault.MissingLineEnd);
        _phase = Phase.LineEnd;
        return RespScan.Incomplete;
    }

    private RespScan EndLine()
    {
        switch ((RespType)_type)
        {
            case RespType.SimpleString or RespType.Error:
                return EndValue();
            case RespType.BigNumber or RespType.Double:
                return _lineBytes > 0 ? EndValue() : Break(RespFault.InvalidScalar);
            case RespType.Null:
                return _lineBytes == 0 ? EndValue() : Break(RespFault.InvalidScalar);
            case RespType.Boolean:
                return _lineBytes == 1 && _firstOfLine is (byte)'t' or (byte)'f' ? EndValue() : Break(RespFault.InvalidScalar);
            case RespType.Integer:
                // A full 64-bit number has 19 digits, more than lengths are allowed; the reader checks it in full.
                return _lineBytes is > 0 and <= 20 ? EndValue() : Break(RespFault.InvalidScalar);
            case RespType.Bulk or RespType.BulkError or RespType.Verbatim:
                return EndBulkLength();
            default:
                return EndAggregateLength();
        }
    }

    private RespScan EndBulkLength()
    {
        if (_firstOfLine == '?') return Break(RespFault.Streamed);
        if (!_number.TryGet(out var length) || length < -1 || length > _limits.MaxBulkBytes) return Break(RespFault.InvalidBulkLength);
        if (length == -1) return _type == (byte)RespType.Bulk ? EndValue() : Break(RespFault.InvalidBulkLength);
        _bodyLeft = length;
        _phase = length == 0 ? Phase.BodyCr : Phase.Body;
        return RespScan.Incomplete;
    }

    private RespScan EndAggregateLength()
    {
        if (_firstOfLine == '?') return Break(RespFault.Streamed);
        if (!_number.TryGet(out var count) || count < -1) return Break(RespFault.InvalidAggregateLength);
        if (count == -1) return _type == (byte)RespType.Array ? EndValue() : Break(RespFault.InvalidAggregateLength);
        return OpenAggregate(count);
    }

    private RespScan OpenAggregate(long count)
    {
        if ((RespType)_type is RespType.Map or RespType.Attribute) count *= 2;
        if (count > _limits.MaxReplyElements) return Break(RespFault.InvalidAggregateLength);

        // An attribute's own end is not the end of the value it belongs to: one more has to follow.
        if ((RespType)_type == RespType.Attribute) count++;
        if (count == 0) return EndValue();
        if (_depth >= _limits.MaxDepth) return Break(RespFault.TooDeep);
        if (_depth == _left.Length) Array.Resize(ref _left, Math.Min(_limits.MaxDepth, Math.Max(4, _depth * 2)));
        _left[_depth++] = count;
        _phase = Phase.Start;
        return RespScan.Incomplete;
    }

    private RespScan EndValue()
    {
        _phase = Phase.Start;
        while (_depth > 0)
        {
            if (--_left[_depth - 1] > 0) return RespScan.Incomplete;
            _depth--;
        }

        return RespScan.Complete;
    }

    private RespScan Break(RespFault fault)
    {
        Fault = fault;
        return RespScan.Faulted;
    }

    private static bool IsType(byte first) => first is (byte)'+' or (byte)'-' or (byte)':' or (byte)'$' or (byte)'*' or (byte)'_' or (byte)'#'
        or (byte)',' or (byte)'(' or (byte)'!' or (byte)'=' or (byte)'%' or (byte)'~' or (byte)'>' or (byte)'|';
}
