namespace Mainstay.Endpoints.Transport;

/// <summary>Bytes on their way into a channel, in blocks, in order. Holds no block while it is empty. Used on the loop only.</summary>
/// <param name="blocks">Where blocks come from.</param>
internal sealed class SendBuffer(BlockPool blocks)
{
    private Queue<(byte[] Block, int Length)>? _full;
    private byte[]? _tail;
    private int _tailLength;
    private int _sentOfFirst;

    /// <summary>Bytes that the system has not taken.</summary>
    public long Unsent { get; private set; }

    /// <summary>Takes bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Unsent += bytes.Length;
        while (true)
        {
            if (_tail is null || _tailLength == _tail.Length) Extend(bytes.Length);
            var room = _tail.AsSpan(_tailLength);
            if (bytes.Length <= room.Length)
            {
                bytes.CopyTo(room);
                _tailLength += bytes.Length;
                return;
            }

            bytes[..room.Length].CopyTo(room);
            _tailLength += room.Length;
            bytes = bytes[room.Length..];
        }
    }

    /// <summary>Sends what the channel takes; whether that was all.</summary>
    public bool SendTo(Channel channel)
    {
        while (Unsent > 0)
        {
            var (block, length) = _full is { Count: > 0 } ? _full.Peek() : (_tail!, _tailLength);
            var left = length - _sentOfFirst;
            var sent = channel.Send(block.AsMemory(_sentOfFirst, left));
            Unsent -= sent;
            if (sent < left)
            {
                _sentOfFirst += sent;
                return false;
            }

            _sentOfFirst = 0;
            blocks.Return(block);
            if (_full is { Count: > 0 }) _full.Dequeue();
            else (_tail, _tailLength) = (null, 0);
        }

        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        while (_full is not null && _full.TryDequeue(out var entry)) blocks.Return(entry.Block);
        if (_tail is not null) blocks.Return(_tail);
        (_tail, _tailLength, _sentOfFirst, Unsent, _full) = (null, 0, 0, 0, null);
    }

    /// <summary>
    /// Makes room at the end. What there is moves into a larger block while there is one, so that it goes out in one system call: copying
    /// costs less than another call.
    /// </summary>
    private void Extend(int bytes)
    {
        if (_tail is not { } tail)
        {
            _tail = blocks.Rent(bytes);
            return;
        }

        if (tail.Length == BlockPool.LargestSize)
        {
            (_full ??= new Queue<(byte[], int)>()).Enqueue((tail, _tailLength));
            (_tail, _tailLength) = (blocks.RentLargest(), 0);
            return;
        }

        _tail = tail.Length == BlockPool.SmallSize ? blocks.Rent() : blocks.RentLargest();
        tail.AsSpan(0, _tailLength).CopyTo(_tail);
        blocks.Return(tail);
    }
}
