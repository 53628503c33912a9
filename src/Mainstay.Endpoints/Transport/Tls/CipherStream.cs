using System.Threading.Tasks.Sources;

namespace Mainstay.Endpoints.Transport.Tls;

/// <summary>
/// What lies under an <see cref="System.Net.Security.SslStream"/>: a channel as a stream. A read that finds nothing waits until the loop
/// feeds it and then goes on right there, on the loop; a write never waits. One read at a time. Used on the loop only.
/// </summary>
/// <param name="inner">The connection.</param>
/// <param name="output">Takes ciphertext for which the connection has no room.</param>
internal sealed class CipherStream(Channel inner, SendBuffer output) : Stream, IValueTaskSource<int>
{
    /// <summary>Receives of one turn: a client that sends without end must not keep the others from theirs.</summary>
    private const int MostReceives = 4;

    private ManualResetValueTaskSourceCore<int> _read;
    private Memory<byte> _target;
    private int _receives;
    private bool _ended;

    /// <summary>Whether a read waits to be fed.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Whether records are gathered in the output, to be sent together.</summary>
    public bool Gathers { get; set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The connection has something: the read that waits goes on, and those that follow it find what is left.</summary>
    public void Feed()
    {
        _receives = MostReceives;
        if (_target.IsEmpty) Complete(0);
        else if (TryReceive(_target, out var count)) Complete(count);
    }

    /// <summary>Nothing more is received until the connection tells again.</summary>
    public void EndFeed() => _receives = 0;

    /// <summary>Nothing more comes: the read that waits, and all after it, find the end.</summary>
    public void End()
    {
        _ended = true;
        if (IsWaiting) Complete(0);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended) return new ValueTask<int>(0);

        // A read of no bytes waits without a buffer; it ends when there is something, which is while this is fed.
        if (_receives > 0)
        {
            if (buffer.IsEmpty) return new ValueTask<int>(0);
            if (TryReceive(buffer, out var count)) return new ValueTask<int>(count);
        }

        (_target, IsWaiting) = (buffer, true);
        _read.Reset();
        inner.IsReading = true;
        return new ValueTask<int>(this, _read.Version);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("what is sent must outlive the call");

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var sent = Gathers || output.Unsent > 0 ? 0 : inner.Send(buffer);
        if (sent < buffer.Length) output.Append(buffer.Span[sent..]);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("reads wait for the loop");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("writes are asynchronous");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    private bool TryReceive(Memory<byte> buffer, out int count)
    {
        count = inner.Receive(buffer);
        if (count == Channel.Nothing)
        {
            _receives = 0;
            return false;
        }

        // What did not fill the buffer was all there was.
        _receives = count < buffer.Length ? 0 : _receives - 1;
        _ended = count == Channel.Ended;
        return true;
    }

    private void Complete(int count)
    {
        (_target, IsWaiting) = (default, false);
        _read.SetResult(count);
    }
}
