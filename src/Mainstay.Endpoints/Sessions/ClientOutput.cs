using System.Buffers;
using System.Net.Sockets;
using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Sessions;

/// <summary>
/// Replies on their way to the client, in blocks, in order. Appended and flushed under the session's lock; a send that the system can't
/// take at once goes on by itself. Whoever brings more waits while too much is unsent: that is what keeps a client that does not read
/// from filling our memory.
/// </summary>
internal sealed class ClientOutput(Socket socket, Lock gate, Action onRoom) : IBufferWriter<byte>
{
    /// <summary>Bytes unsent above which nothing more is read, from the client or from the node.</summary>
    private const long HighWater = 256 << 10;

    private readonly Queue<byte[]> _full = new();
    private readonly Queue<int> _lengths = new();
    private byte[]? _tail;
    private int _tailLength;
    private long _unsent;
    private bool _sending;
    private bool _broken;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _empty;

    /// <summary>Whether more is unsent than the high water. The owner is told when that is over.</summary>
    public bool IsFull => _unsent > HighWater && !_broken;

    /// <summary>Takes bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => this.Write(bytes);

    /// <summary>Sends what is there unless a send is under way.</summary>
    public void Flush()
    {
        while (!_sending && !_broken && _unsent > 0)
        {
            _sending = true;
            var (block, length) = Take();
            var pending = SendAllAsync(block.AsMemory(0, length));
            if (!pending.IsCompletedSuccessfully)
            {
                _ = FinishAsync(pending, block, length);
                return;
            }

            End(pending.Result, block, length);
        }
    }

    /// <summary>Completes once no more than the high water is unsent. Called without the lock.</summary>
    public ValueTask WhenRoomAsync()
    {
        lock (gate)
        {
            if (_unsent <= HighWater || _broken) return ValueTask.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task);
        }
    }

    /// <summary>Completes once everything was sent or can't be. Called without the lock.</summary>
    public Task WhenEmptyAsync()
    {
        lock (gate)
        {
            if (_unsent == 0 || _broken) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>Nothing more can be sent; whoever waits goes on. The lock is held.</summary>
    public void Break()
    {
        _broken = true;
        if (!_sending && _tail is not null)
        {
            BlockPool.Return(_tail);
            _tail = null;
        }

        while (_full.TryDequeue(out var block)) BlockPool.Return(block);
        Signal();
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_tail is null || _tail.Length - _tailLength < Math.Max(1, sizeHint))
        {
            if (_tail is not null)
            {
                _lengths.Enqueue(_tailLength);
                _full.Enqueue(_tail);
            }

            _tail = BlockPool.Rent();
            _tailLength = 0;
        }

        return _tail.AsSpan(_tailLength);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _tail.AsMemory(_tailLength);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        _tailLength += count;
        _unsent += count;
    }

    private (byte[] Block, int Length) Take()
    {
        if (_full.TryDequeue(out var block)) return (block, _lengths.Dequeue());
        (block, var length) = (_tail!, _tailLength);
        _tail = null;
        _tailLength = 0;
        return (block, length);
    }

    private async ValueTask<bool> SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task FinishAsync(ValueTask<bool> pending, byte[] block, int length)
    {
        var sent = await pending;
        lock (gate)
        {
            var wasFull = IsFull;
            End(sent, block, length);
            Flush();
            if (wasFull && !IsFull) onRoom();
        }
    }

    private void End(bool sent, byte[] block, int length)
    {
        BlockPool.Return(block);
        _sending = false;
        _unsent -= length;
        if (!sent) Break();
        if (_unsent <= HighWater) Signal();
    }

    private void Signal()
    {
        _room?.TrySetResult();
        _room = null;
        if (_unsent != 0 && !_broken) return;
        _empty?.TrySetResult();
        _empty = null;
    }
}
