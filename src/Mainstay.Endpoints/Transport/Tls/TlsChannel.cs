using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace Mainstay.Endpoints.Transport.Tls;

/// <summary>
/// A connection whose bytes are encrypted by TLS, over one whose bytes are not. Everything happens on the loop: <see cref="SslStream"/>
/// goes on wherever it is fed. While nothing comes, a read of no bytes waits and no buffer is held.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Close ends it, as every channel.")]
internal sealed class TlsChannel : Channel, IChannelOwner, IDeferred
{
    /// <summary>Bytes of ciphertext that the system has not taken above which nothing more is encrypted.</summary>
    private const int HighWater = 64 << 10;

    /// <summary>What is encrypted at once: as much as goes into one record, with room for what a record adds.</summary>
    private const int RecordBytes = (16 << 10) - 64;

    /// <summary>How long a handshake may take.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>How long after its end a connection may take to send what it took before.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(2);

    private readonly EventLoop _loop;
    private readonly Channel _inner;
    private readonly bool _lingers;
    private readonly SendBuffer _output;
    private readonly CipherStream _stream;
    private readonly SslStream _ssl;
    private readonly LoopTimer _timer;
    private readonly Action _onLooked;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _look;
    private Action<string?>? _done;
    private string? _failure;
    private bool _isAgreed;
    private bool _isOpen;
    private bool _isReady;
    private bool _isReading = true;
    private bool _hasEnded;
    private bool _owesRoom;
    private bool _isBroken;
    private bool _isDropped;
    private long _received;

    /// <summary>Wraps a connection; <see cref="Begin"/> shakes hands.</summary>
    /// <param name="loop">Its loop.</param>
    /// <param name="inner">The connection; owned from here on.</param>
    /// <param name="lingers">Whether what was taken is still sent after <see cref="Close"/>, for a while.</param>
    public TlsChannel(EventLoop loop, Channel inner, bool lingers)
    {
        (_loop, _inner, _lingers) = (loop, inner, lingers);
        _output = new SendBuffer(loop.Blocks);
        _stream = new CipherStream(inner, _output);
        _ssl = new SslStream(_stream);
        _timer = new LoopTimer(OnTime);
        _onLooked = OnLooked;
        Remote = inner.Remote;
        inner.Owner = this;
    }

    /// <inheritdoc/>
    public override bool HasUnsent => _output.Unsent > 0 || _inner.HasUnsent;

    /// <inheritdoc/>
    public override bool IsReading
    {
        get => _isReading;
        set
        {
            _isReading = value;
            if (value && _isReady) _loop.Defer(this);
        }
    }

    /// <inheritdoc/>
    public bool IsDeferred { get; set; }

    /// <summary>Shakes hands as a server does.</summary>
    /// <param name="options">Who we are and whom we let in.</param>
    /// <param name="done">Told once, never before this returns: null when the owner may begin, else why not; then the connection is closed.</param>
    public void Begin(SslServerAuthenticationOptions options, Action<string?> done) => Begin(_ssl.AuthenticateAsServerAsync, options, done);

    /// <summary>Shakes hands as a client does.</summary>
    /// <param name="options">Whom we expect and who we are.</param>
    /// <param name="done">As above.</param>
    public void Begin(SslClientAuthenticationOptions options, Action<string?> done) => Begin(_ssl.AuthenticateAsClientAsync, options, done);

    /// <inheritdoc/>
    public override int Receive(Memory<byte> target)
    {
        if (IsClosed || _hasEnded) return Ended;
        if (!_isReady) return Nothing;

        // The look saw plaintext or the end: this read waits for nothing.
        _isReady = false;
        var count = 0;
        try
        {
            var read = _ssl.ReadAsync(target, CancellationToken.None);
            if (!read.IsCompleted) throw new InvalidOperationException("TLS waits for what it has");
            count = read.GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // Broken, or something that makes no sense: the same as an end.
        }

        if (count == 0)
        {
            (_hasEnded, _isReady) = (true, true);
            return Ended;
        }

        _received += count;
        Look();
        return count;
    }

    /// <inheritdoc/>
    public override int Send(ReadOnlyMemory<byte> bytes)
    {
        if (IsClosed || !_isOpen) return 0;
        var sent = 0;

        // More than a record goes to the system in one piece.
        _stream.Gathers = bytes.Length > RecordBytes;
        while (sent < bytes.Length && HasRoom())
        {
            var part = bytes.Slice(sent, Math.Min(RecordBytes, bytes.Length - sent));
            if (!TryEncrypt(part)) break;
            sent += part.Length;
        }

        if (_stream.Gathers)
        {
            _stream.Gathers = false;
            _output.SendTo(_inner);
        }

        _owesRoom = sent < bytes.Length && !_isBroken;
        return sent;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        if (IsClosed) return;
        IsClosed = true;
        _timer.At = null;
        if (_isOpen) SayGoodbye();
        _stream.End();
        _ssl.Dispose();
        if (!_lingers || !HasUnsent) Drop();
        else
        {
            _inner.IsReading = false;
            _loop.Schedule(_timer, _farewell);
        }
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        if (IsClosed || !_stream.IsWaiting)
        {
            // Told again once somebody wants it.
            _inner.IsReading = false;
            return;
        }

        _stream.Feed();
        Advance();
        Tell();
        _stream.EndFeed();
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        if (!_output.SendTo(_inner) && _output.Unsent >= HighWater / 2) return;
        if (IsClosed && !HasUnsent) Drop();
        else TellRoom();
    }

    /// <inheritdoc/>
    public void OnBroken()
    {
        if (IsClosed) Drop();
        else if (_isOpen) Owner.OnBroken();
        else Fail("closed by the other side");
    }

    /// <inheritdoc/>
    public void OnFault(Exception fault)
    {
        if (IsClosed) Drop();
        else if (_isOpen) Owner.OnFault(fault);
        else Fail(fault.Message);
    }

    /// <inheritdoc/>
    public void OnTurnEnd() => Tell();

    private void Begin<TOptions>(Func<TOptions, CancellationToken, Task> authenticate, TOptions options, Action<string?> done)
    {
        _done = done;
        _loop.Schedule(_timer, _patience);
        _ = ShakeHandsAsync(authenticate, options);
    }

    private async Task ShakeHandsAsync<TOptions>(Func<TOptions, CancellationToken, Task> authenticate, TOptions options)
    {
        try
        {
            await authenticate(options, CancellationToken.None);
            _isAgreed = true;
        }
        catch (Exception e)
        {
            // Whatever it was, it costs this connection only.
            _failure = Reason(e);
        }

        // Fed by the loop, this goes on inside of OnReadable, which looks at the outcome. It must not go on anywhere else.
        if (!_loop.IsHere || _failure is not null) _loop.Post(Advance);
    }

    /// <summary>The outcome of a handshake, once there is one.</summary>
    private void Advance()
    {
        if (IsClosed || _isOpen) return;
        if (_failure is { } failure) Fail(failure);
        else if (_isAgreed)
        {
            _timer.At = null;
            _isOpen = true;
            Look();
            _done!(null);
            if (_isReady) _loop.Defer(this);
        }
    }

    private void Fail(string reason)
    {
        if (IsClosed) return;
        Close();
        _done!(reason);
    }

    private void OnTime()
    {
        if (IsClosed) Drop();
        else Fail($"no TLS handshake within {_patience.TotalSeconds:0} s");
    }

    /// <summary>Waits for plaintext, or the end, without a buffer.</summary>
    private void Look()
    {
#pragma warning disable CA2012 // It is consumed once, when it is complete.
        _look = _ssl.ReadAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
        if (_look.IsCompleted) OnLooked();
        else _look.UnsafeOnCompleted(_onLooked);
    }

    private void OnLooked()
    {
        _isReady = true;
        try
        {
            _look.GetResult();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            _hasEnded = true;
        }
    }

    private void Tell()
    {
        while (_isReady && _isOpen && _isReading && !IsClosed)
        {
            var before = _received;
            Owner.OnReadable();
            if (_received == before) return;
        }
    }

    private void TellRoom()
    {
        if (!_owesRoom || IsClosed) return;
        _owesRoom = false;
        Owner.OnWritable();
    }

    private bool HasRoom()
    {
        if (_output.Unsent >= HighWater) _output.SendTo(_inner);
        return _output.Unsent < HighWater;
    }

    private bool TryEncrypt(ReadOnlyMemory<byte> part)
    {
        try
        {
            var write = _ssl.WriteAsync(part, CancellationToken.None);
            if (!write.IsCompleted) throw new InvalidOperationException("TLS waits although there is room");
            write.GetAwaiter().GetResult();
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or AuthenticationException)
        {
            // The owner learns of it as of any end.
            _isBroken = true;
            return false;
        }
    }

    private void SayGoodbye()
    {
        try
        {
            _ssl.ShutdownAsync().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or AuthenticationException)
        {
            // It goes without.
        }
    }

    private void Drop()
    {
        if (_isDropped) return;
        _isDropped = true;
        _timer.At = null;
        _output.Clear();
        _inner.Close();
    }

    private static string Reason(Exception fault) => fault is AuthenticationException { InnerException: { } inner } ? $"{fault.Message} ({inner.Message})" : fault.Message;
}
