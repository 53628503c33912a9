using System.Buffers;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>
/// Cuts what a node sends into replies. A reply is given whole, so that a connection lost in its middle costs the client nothing;
/// only one longer than <see cref="FirstAsked"/> may go through as it comes.
/// </summary>
internal sealed class ReplyFrames(IReplySink sink)
{
    /// <summary>Bytes of one reply that are collected before it may go through in pieces.</summary>
    public const int FirstAsked = 64 << 10;

    /// <summary>Bytes at which the sink is asked again.</summary>
    public const int AskedAgain = 1 << 20;

    /// <summary>Bytes of one reply that may be collected when it must be whole.</summary>
    private const int MostKept = 64 << 20;

    private static readonly RespLimits _limits = new() { MaxDepth = 256, MaxLineBytes = MostKept };

    private readonly RespReplyScanner _scanner = new(_limits);
    private ArrayBufferWriter<byte>? _collected;
    private StreamMode _mode;
    private long _length;
    private int _askAt = FirstAsked;

    /// <summary>Whether part of a reply went on whose rest is due.</summary>
    public bool IsMidway => _mode == StreamMode.Forward;

    /// <summary>Whether a reply has begun and not ended.</summary>
    public bool InFrame => _length > 0;

    /// <summary>Takes what came; false when the stream makes no sense and the connection must not be used on.</summary>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var scan = _scanner.Scan(bytes, out var count);
            if (scan == RespScan.Faulted) return false;
            var part = bytes[..count];
            bytes = bytes[count..];

            // Nearly every reply: there from its beginning to its end.
            if (scan == RespScan.Complete && _length == 0)
            {
                if (!sink.Take(_scanner.Type, part)) return false;
                continue;
            }

            _length += count;
            if (!TakePart(part, scan == RespScan.Complete)) return false;
        }

        return true;
    }

    private bool TakePart(ReadOnlySpan<byte> part, bool complete)
    {
        if (_mode == StreamMode.Collect)
        {
            _collected ??= new ArrayBufferWriter<byte>(Math.Max(4096, part.Length));
            _collected.Write(part);
            if (complete)
            {
                var whole = _collected;
                Reset();
                return sink.Take(_scanner.Type, whole.WrittenSpan);
            }

            return _collected.WrittenCount <= _askAt || Ask();
        }

        if (_mode == StreamMode.Forward) sink.Forward(part);
        if (!complete) return true;
        var (mode, length) = (_mode, _length);
        Reset();
        sink.EndStream(mode, length);
        return true;
    }

    private bool Ask()
    {
        if (_askAt == MostKept) return false;
        _mode = sink.BeginStream(_scanner.Type, _collected!.WrittenSpan);
        if (_mode == StreamMode.Collect)
        {
            _askAt = _askAt == FirstAsked ? AskedAgain : MostKept;
            return true;
        }

        if (_mode == StreamMode.Forward) sink.Forward(_collected.WrittenSpan);
        _collected = null;
        return true;
    }

    private void Reset() => (_collected, _mode, _length, _askAt) = (null, StreamMode.Collect, 0, FirstAsked);
}
