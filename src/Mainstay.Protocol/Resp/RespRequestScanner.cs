namespace Mainstay.Protocol.Resp;

/// <summary>
/// Finds the ends of requests in a stream of bytes that comes in pieces: multibulk (<c>*2\r\n$3\r\nGET\r\n…</c>) or inline
/// (<c>GET key\r\n</c>), as the server accepts them, but strict about line ends. It keeps a few numbers and none of the bytes,
/// so that what a client announces costs nothing.
/// </summary>
public sealed class RespRequestScanner(RespLimits limits)
{
    private enum Phase
    {
        Start, Count, CountEnd, BulkStart, BulkLength, BulkLengthEnd, Body, BodyCr, BodyLf, Inline,
    }

    private readonly RespLimits _limits = limits;
    private readonly int _mostDigits = Math.Min(ShortLine.MaxDigits, limits.MaxInlineBytes);
    private Phase _phase;
    private LineNumber _number;
    private int _lineBytes;
    private long _argumentsLeft;
    private long _bodyLeft;

    /// <summary>How the stream is broken, once it is.</summary>
    public RespFault Fault { get; private set; }

    /// <summary>For <see cref="RespFault.ExpectedBulk"/>: what stood there instead.</summary>
    public byte FaultByte { get; private set; }

    /// <summary>Whether the frame last completed, or the one under way, is inline.</summary>
    public bool IsInline { get; private set; }

    /// <summary>Arguments the present or last multibulk request announced; 0 for an inline one and for an empty one (to be skipped).</summary>
    public int AnnouncedArguments { get; private set; }

    /// <summary>Whether a frame has begun and not ended.</summary>
    public bool InFrame => _phase != Phase.Start;

    /// <summary>
    /// Takes bytes up to the end of one request. <paramref name="consumed"/> is how many belong to it (all of them unless it ends earlier).
    /// </summary>
    public RespScan Scan(ReadOnlySpan<byte> data, out int consumed)
    {
        consumed = 0;
        if (Fault != RespFault.None) return RespScan.Faulted;
        while (consumed < data.Length)
        {
            // 1. What lies in the bytes as a whole: mostly a request, from its beginning to its end.
            if (_phase == Phase.Start) TakeWholeCount(data, ref consumed);
            if (_phase == Phase.BulkStart && TakeWholeArguments(data, ref consumed)) return RespScan.Complete;
            if (consumed == data.Length) return RespScan.Incomplete;

            // 2. What does not, or is broken, in steps.
            if (_phase == Phase.Body)
            {
                var take = (int)Math.Min(_bodyLeft, data.Length - consumed);
                consumed += take;
                _bodyLeft -= take;
                if (_bodyLeft == 0) _phase = Phase.BodyCr;
                continue;
            }

            if (Step(data, ref consumed) is var scan && scan != RespScan.Incomplete) return scan;
        }

        return RespScan.Incomplete;
    }

    private void TakeWholeCount(ReadOnlySpan<byte> data, ref int consumed)
    {
        var next = consumed + 1;
        if (data[consumed] != '*' || !ShortLine.TryRead(data, ref next, _mostDigits, out var count) || count == 0 || count > _limits.MaxRequestArguments) return;
        consumed = next;
        IsInline = false;
        BeginArguments(count);
    }

    /// <summary>Takes arguments of which nothing is missing; whether the request ends with the last of them.</summary>
    private bool TakeWholeArguments(ReadOnlySpan<byte> data, ref int consumed)
    {
        var left = _argumentsLeft;
        var start = consumed;
        while (left > 0 && start < data.Length && data[start] == '$')
        {
            var next = start + 1;
            if (!ShortLine.TryRead(data, ref next, _mostDigits, out var length) || length > _limits.MaxBulkBytes || length > data.Length - next - 2) break;
            next += (int)length;
            if (data[next] != '\r' || data[next + 1] != '\n') break;
            start = next + 2;
            left--;
        }

        consumed = start;
        _argumentsLeft = left;
        if (left > 0) return false;
        _phase = Phase.Start;
        return true;
    }

    private RespScan Step(ReadOnlySpan<byte> data, ref int consumed)
    {
        if (_phase == Phase.Inline) return TakeInline(data, ref consumed);
        var next = data[consumed++];
        switch (_phase)
        {
            case Phase.Start:
                return Begin(next);
            case Phase.Count:
                return Line(next, Phase.CountEnd, RespFault.MultibulkLineTooLong);
            case Phase.CountEnd:
                return next == '\n' ? TakeCount() : Break(RespFault.MissingLineEnd);
            case Phase.BulkStart:
                if (next != '$')
                {
                    FaultByte = next;
                    return Break(RespFault.ExpectedBulk);
                }

                BeginLine(Phase.BulkLength);
                return RespScan.Incomplete;
            case Phase.BulkLength:
                return Line(next, Phase.BulkLengthEnd, RespFault.BulkLineTooLong);
            case Phase.BulkLengthEnd:
                return next == '\n' ? TakeLength() : Break(RespFault.MissingLineEnd);
            case Phase.BodyCr:
                if (next != '\r') return Break(RespFault.MissingLineEnd);
                _phase = Phase.BodyLf;
                return RespScan.Incomplete;
            default:
                if (next != '\n') return Break(RespFault.MissingLineEnd);
                _phase = --_argumentsLeft > 0 ? Phase.BulkStart : Phase.Start;
                return _phase == Phase.Start ? RespScan.Complete : RespScan.Incomplete;
        }
    }

    private RespScan TakeInline(ReadOnlySpan<byte> data, ref int consumed)
    {
        var line = data[consumed..];
        var end = line.IndexOf((byte)'\n');
        var more = end < 0 ? line.Length : end;
        _lineBytes += Math.Min(more, _limits.MaxInlineBytes + 2);
        if (_lineBytes > _limits.MaxInlineBytes + 1) return Break(RespFault.InlineTooLong);
        consumed += end < 0 ? more : more + 1;
        if (end < 0) return RespScan.Incomplete;
        _phase = Phase.Start;
        return RespScan.Complete;
    }

    private RespScan Begin(byte first)
    {
        AnnouncedArguments = 0;
        IsInline = first != '*';
        if (!IsInline)
        {
            BeginLine(Phase.Count);
            return RespScan.Incomplete;
        }

        if (first == '\n') return RespScan.Complete;
        BeginLine(Phase.Inline);
        _lineBytes = 1;
        return RespScan.Incomplete;
    }

    private void BeginLine(Phase phase)
    {
        _phase = phase;
        _number = default;
        _lineBytes = 0;
    }

    private RespScan Line(byte next, Phase end, RespFault tooLong)
    {
        if (next == '\r') _phase = end;
        else if (++_lineBytes > _limits.MaxInlineBytes) return Break(tooLong);
        else _number.Add(next);
        return RespScan.Incomplete;
    }

    private RespScan TakeCount()
    {
        if (!_number.TryGet(out var count) || count > _limits.MaxRequestArguments) return Break(RespFault.InvalidMultibulkLength);
        if (count <= 0)
        {
            _phase = Phase.Start;
            return RespScan.Complete;
        }

        BeginArguments(count);
        return RespScan.Incomplete;
    }

    private void BeginArguments(long count)
    {
        AnnouncedArguments = (int)count;
        _argumentsLeft = count;
        _phase = Phase.BulkStart;
    }

    private RespScan TakeLength()
    {
        if (!_number.TryGet(out var length) || length < 0 || length > _limits.MaxBulkBytes) return Break(RespFault.InvalidBulkLength);
        _bodyLeft = length;
        _phase = length == 0 ? Phase.BodyCr : Phase.Body;
        return RespScan.Incomplete;
    }

    private RespScan Break(RespFault fault)
    {
        Fault = fault;
        return RespScan.Faulted;
    }
}
