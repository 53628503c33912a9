namespace Mainstay.Protocol.Resp;

/// <summary>
/// Collects bytes as they come and gives whole replies: scanner, buffer and reader in one, for those who want values rather than
/// bytes (the control client, tests). One instance a connection; not for several threads.
/// </summary>
/// <param name="limits">What the server may announce.</param>
/// <param name="maxFrameBytes">Longest reply kept; a longer one breaks the stream. Default 64 MiB.</param>
public sealed class RespReplyReader(RespLimits? limits = null, int maxFrameBytes = 64 << 20)
{
    private readonly RespReplyScanner _scanner = new(limits ?? RespLimits.Default);
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>Room to receive into, at least 1 KiB; tell with <see cref="Advance"/> how much came.</summary>
    public Memory<byte> GetMemory()
    {
        if (_buffer.Length - _end < 1024) MakeRoom();
        return _buffer.AsMemory(_end);
    }

    /// <summary>Takes <paramref name="count"/> bytes that were written to what <see cref="GetMemory"/> gave.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _end);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _end += count;
    }

    /// <summary>Takes bytes that were received elsewhere.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = GetMemory().Span;
            var take = Math.Min(room.Length, bytes.Length);
            bytes[..take].CopyTo(room);
            Advance(take);
            bytes = bytes[take..];
        }
    }

    /// <summary>
    /// The next whole reply, or false while there is none. Throws <see cref="RespProtocolException"/> when the server breaks the protocol.
    /// </summary>
    public bool TryRead(out RespValue value)
    {
        value = RespValue.Null;
        var scan = _scanner.Scan(_buffer.AsSpan(_scanned, _end - _scanned), out var consumed);
        _scanned += consumed;
        if (scan == RespScan.Faulted) throw new RespProtocolException(_scanner.Fault);
        if (scan == RespScan.Incomplete) return _end - _start > maxFrameBytes ? throw new RespProtocolException(RespFault.FrameTooLong) : false;
        value = RespReader.Read(_buffer.AsSpan(_start, _scanned - _start));
        _start = _scanned;
        if (_start == _end) _start = _scanned = _end = 0;
        return true;
    }

    private void MakeRoom()
    {
        var kept = _end - _start;
        var target = kept > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, kept);
        _buffer = target;
        _scanned -= _start;
        _start = 0;
        _end = kept;
    }
}
