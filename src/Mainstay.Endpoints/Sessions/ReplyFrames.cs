using System.Buffers;
using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// Cuts what a node sends into replies. A reply is given whole, so that a connection lost in its middle costs the client nothing;
/// only one longer than <see cref="MostCollected"/> goes through as it comes.
/// </summary>
internal sealed class ReplyFrames(ReplyIntake intake, ClientOutput output, SendWindow window)
{
    /// <summary>Bytes of one reply that are collected before it may go through in pieces.</summary>
    private const int MostCollected = 64 << 10;

    /// <summary>Bytes of one reply that may be collected when it must be whole.</summary>
    private const int MostKept = 64 << 20;

    private static readonly RespLimits _limits = new() { MaxDepth = 256, MaxLineBytes = MostKept };

    private RespReplyScanner _scanner = new(_limits);
    private ArrayBufferWriter<byte>? _collected;
    private StreamMode _mode;
    private long _length;

    /// <summary>Whether the client has part of a reply whose rest is due.</summary>
    public bool IsMidway => _mode == StreamMode.Forward;

    /// <summary>Another connection begins.</summary>
    public void Reset()
    {
        _scanner = new RespReplyScanner(_limits);
        _collected = null;
        _mode = StreamMode.Collect;
        _length = 0;
    }

    /// <summary>Takes what came; false when the stream makes no sense and the connection must not be used on.</summary>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var scan = _scanner.Scan(bytes, out var count);
            if (scan == RespScan.Faulted) return false;
            var part = bytes[..count];
            bytes = bytes[count..];
            _length += count;
            if (scan == RespScan.Complete)
            {
                window.Replied(_length);
                _length = 0;
            }

            if (!TakePart(part, scan == RespScan.Complete)) return false;
        }

        return true;
    }

    private bool TakePart(ReadOnlySpan<byte> part, bool complete)
    {
        if (_mode != StreamMode.Collect)
        {
            if (_mode == StreamMode.Forward) output.Append(part);
            if (!complete) return true;
            intake.EndStream(_mode);
            _mode = StreamMode.Collect;
            return true;
        }

        if (complete && _collected is null) return intake.Take(_scanner.Type, part);
        _collected ??= new ArrayBufferWriter<byte>(Math.Max(4096, part.Length));
        _collected.Write(part);
        if (complete)
        {
            var whole = _collected;
            _collected = null;
            return intake.Take(_scanner.Type, whole.WrittenSpan);
        }

        if (_collected.WrittenCount <= MostCollected) return true;
        _mode = intake.BeginStream(_scanner.Type, _collected.WrittenSpan);
        if (_mode == StreamMode.Collect) return _collected.WrittenCount <= MostKept;
        if (_mode == StreamMode.Forward) output.Append(_collected.WrittenSpan);
        _collected = null;
        return true;
    }
}
