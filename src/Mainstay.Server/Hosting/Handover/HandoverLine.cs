using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Mainstay.Server.Nodes.Processes;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>
/// The connection between two daemons: messages in order, each with a descriptor or without one. It knows the other side's process, so that one
/// that does not answer can be ended: what that one does must be known before anything else is done.
/// </summary>
internal sealed class HandoverLine : IAsyncDisposable
{
    private const int MostUnread = 64;
    private const int MostTries = 1000;

    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(1);

    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly Pidfd? _peer;
    private readonly Channel<(HandoverMessage Message, SafeHandle? With, bool IsGiven)> _outgoing =
        Channel.CreateUnbounded<(HandoverMessage, SafeHandle?, bool)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Channel<(HandoverMessage Message, SafeFileHandle? With)> _incoming =
        Channel.CreateBounded<(HandoverMessage, SafeFileHandle?)>(new BoundedChannelOptions(MostUnread) { SingleReader = true });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _sending;
    private volatile bool _closing;

    /// <summary>Takes a connected socket.</summary>
    /// <exception cref="IOException">The other side is another user's, or gone.</exception>
    public HandoverLine(Socket socket, TimeProvider time)
    {
        (_socket, _time) = (socket, time);
        Span<byte> credentials = stackalloc byte[12]; // struct ucred: process, user, group
        socket.GetRawSocketOption(HandoverNative.SocketLevel, HandoverNative.PeerCredentials, credentials);
        PeerId = BitConverter.ToInt32(credentials);
        if (BitConverter.ToUInt32(credentials[4..]) != Libc.EffectiveUser()) throw new IOException($"process {PeerId} is another user's");
        _peer = Pidfd.TryOpen(PeerId);
        new Thread(Receive) { IsBackground = true, Name = "handover" }.Start();
        _sending = Task.Run(SendAsync);
    }

    /// <summary>The other side's process.</summary>
    public int PeerId { get; }

    /// <summary>What is received, until the connection's end or until the other side says what is no message: <see cref="Fault"/>.</summary>
    public ChannelReader<(HandoverMessage Message, SafeFileHandle? With)> Incoming => _incoming.Reader;

    /// <summary>Completes when the other side has ended the connection, by itself or by the end of its process.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What of the other side's could not be understood; null for nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Says something; it never waits.</summary>
    public void Say(HandoverMessage message) => _outgoing.Writer.TryWrite((message, null, false));

    /// <summary>Shares a descriptor, which stays the caller's.</summary>
    public void Share(HandoverMessage message, SafeHandle with) => _outgoing.Writer.TryWrite((message, with, false));

    /// <summary>Gives a descriptor away: it is closed here once it is on its way, or can't be.</summary>
    public void Give(HandoverMessage message, SafeHandle with)
    {
        if (!_outgoing.Writer.TryWrite((message, with, true))) with.Dispose();
    }

    /// <summary>Completes when all that was said is on its way, or never will be. Nothing more can be said.</summary>
    public Task FinishAsync()
    {
        _outgoing.Writer.TryComplete();
        return _sending;
    }

    /// <summary>
    /// Completes when the other side has ended, which is awaited for <paramref name="patience"/>; then its process is ended, and that is awaited. False
    /// when even that did not help.
    /// </summary>
    public async Task<bool> EndAsync(TimeSpan patience)
    {
        if (await EndsWithinAsync(patience)) return true;
        EndPeer();
        return await EndsWithinAsync(TimeSpan.FromSeconds(5));
    }

    /// <summary>Ends the other side's process.</summary>
    public void EndPeer()
    {
        try
        {
            _ = _peer?.Signal(Pidfd.Kill);
        }
        catch (Win32Exception)
        {
            // Its end is awaited all the same, and told if it does not come.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _outgoing.Writer.TryComplete();
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Gone already.
        }

        await _sending;
        _incoming.Writer.TryComplete();
        while (_incoming.Reader.TryRead(out var unread)) unread.With?.Dispose();
        await _ended.Task;
        while (_incoming.Reader.TryRead(out var unread)) unread.With?.Dispose();
        _socket.Dispose();
        _peer?.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan patience)
    {
        try
        {
            await Ended.WaitAsync(patience, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task SendAsync()
    {
        await foreach (var (message, with, isGiven) in _outgoing.Reader.ReadAllAsync())
        {
            // A user may have only so many descriptors on their way; the other side takes them out. What can't be sent at all the other side will miss,
            // and whoever waits for it has a bound.
            var bytes = HandoverText.Write(message);
            for (var tries = 0; HandoverSocket.Send(_socket.SafeHandle, bytes, with) == HandoverNative.TooManyReferences && tries < MostTries && !_closing; tries++)
                await Task.Delay(_retry, _time);
            if (isGiven) with!.Dispose();
        }
    }

    private void Receive()
    {
        var buffer = new byte[HandoverText.Longest + 1];
        while (!_closing)
        {
            var count = HandoverSocket.Receive(_socket.SafeHandle, buffer, out var with, out var isWhole);
            if (count == 0) break;
            if (Fault is null && Understand(buffer.AsSpan(0, count), isWhole) is { } message && TryPass(message, with)) continue;

            // After nonsense nothing is believed any more, but the end still counts.
            with?.Dispose();
            _incoming.Writer.TryComplete();
        }

        _incoming.Writer.TryComplete();
        _ended.TrySetResult();
    }

    private HandoverMessage? Understand(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        string? fault = null;
        var message = isWhole ? HandoverText.Read(bytes, out fault) : null;
        if (message is null) Fault = fault ?? "a message is too long";
        return message;
    }

    private bool TryPass(HandoverMessage message, SafeFileHandle? with)
    {
        if (_incoming.Writer.TryWrite((message, with))) return true;
        try
        {
            // This thread has nothing else to do than to wait until there is room.
            _incoming.Writer.WriteAsync((message, with)).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }
}
