using System.Net.Sockets;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>
/// One connection to a node, for one process and term. It connects, says who the client is, checks who answers, and only then lets
/// commands through. Sending is the owner's, under the owner's lock; receiving is a loop of its own.
/// </summary>
/// <param name="target">Whom it must reach.</param>
/// <param name="identity">As whom the process is asked who it is; null where it answers everybody.</param>
/// <param name="greeting">HELLO or AUTH, to be sent before anything else.</param>
/// <param name="owner">Whom it works for.</param>
internal sealed class UpstreamLink(RouteTarget target, NodeIdentity? identity, IReadOnlyList<byte[]> greeting, IUpstreamOwner owner) : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly byte[] _question = [.. RespWriter.Command("INFO", "server"), .. RespWriter.Command("INFO", "replication")];

    private static readonly byte[] _reset = RespWriter.Command("RESET");

    private readonly CancellationTokenSource _stop = new();
    private Socket? _socket;
    private byte[]? _output;
    private int _length;
    private volatile bool _closed;

    /// <summary>Whom it reaches. The owner puts the same process in a newer term here.</summary>
    public RouteTarget Target { get; set; } = target;

    /// <summary>Whether the process there was checked. Set before the owner is told.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>Whether a send is under way that the system could not take at once.</summary>
    public bool IsSending { get; private set; }

    /// <summary>Whether bytes were committed that are not sent.</summary>
    public bool HasOutput => _length > 0;

    /// <summary>The end of its loops.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Room for bytes to send; tell with <see cref="Commit"/> how much was written. The owner's lock is held.</summary>
    public Span<byte> Room => (_output ??= BlockPool.Rent()).AsSpan(_length);

    /// <summary>Begins to connect.</summary>
    public void Start() => Completion = Task.Run(RunAsync);

    /// <summary>Takes bytes written to <see cref="Room"/>.</summary>
    public void Commit(int count) => _length += count;

    /// <summary>
    /// Sends what was committed. True when all is with the system; false when a send is under way (the owner is told when it is done) or
    /// the connection is broken (its receive loop tells). The owner's lock is held.
    /// </summary>
    public bool TrySend()
    {
        if (_length == 0 || IsSending || _closed) return _length == 0;
        IsSending = true;
        var pending = SendAllAsync(_socket!, _output.AsMemory(0, _length));
        if (pending.IsCompletedSuccessfully)
        {
            if (!pending.Result) return false;
            EndSend();
            return true;
        }

        _ = FinishAsync(pending);
        return false;
    }

    /// <summary>Ends the connection; what is under way fails. Safe to call twice and from anywhere.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _stop.Cancel();
        _socket?.Dispose();
    }

    private static async ValueTask<bool> SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
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

    private async Task FinishAsync(ValueTask<bool> pending)
    {
        if (!await pending) return;
        owner.OnSendDone(this);
    }

    /// <summary>The send is done; the owner's lock is held.</summary>
    public void EndSend()
    {
        IsSending = false;
        _length = 0;
        if (_output is null) return;
        BlockPool.Return(_output);
        _output = null;
    }

    private async Task RunAsync()
    {
        var stage = UpstreamStage.Connecting;
        string reason;
        try
        {
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            {
                patience.CancelAfter(_patience);
                _socket = await SocketSetup.ConnectAsync(Target.Address, Target.UnixSocket, patience.Token);
                if (_closed) _socket.Dispose();
                stage = UpstreamStage.Verifying;
                var failure = await GreetAsync(_socket, patience.Token);
                if (failure is not null)
                {
                    owner.OnClosed(this, failure);
                    return;
                }
            }

            stage = UpstreamStage.Open;
            IsVerified = true;
            owner.OnVerified(this);
            await ReceiveAsync(_socket);
            reason = "closed by the node";
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or RespProtocolException)
        {
            reason = e.Message;
        }
        finally
        {
            Dispose();
            _socket?.Dispose();
        }

        owner.OnClosed(this, new UpstreamFailure(stage, reason));
    }

    private async Task<UpstreamFailure?> GreetAsync(Socket socket, CancellationToken cancellationToken)
    {
        // All in one write: first who is there, asked as somebody who may, then who the client is. RESET (Redis 6.2) makes us nobody again.
        byte[][] before = identity is null ? [] : [RespWriter.Command("AUTH", identity.User, identity.Password), _question, _reset];
        byte[] all = identity is null ? [.. greeting.SelectMany(command => command), .. _question] : [.. before.SelectMany(command => command), .. greeting.SelectMany(command => command)];
        for (var sent = 0; sent < all.Length;) sent += await socket.SendAsync(all.AsMemory(sent), cancellationToken);
        var reader = new RespReplyReader(maxFrameBytes: 1 << 20);
        if (identity is not null && await IdentifyAsync(socket, reader, cancellationToken) is { } stranger) return stranger;
        for (var i = 0; i < greeting.Count; i++)
            if (await ReadAsync(socket, reader, cancellationToken) is { IsError: true } refusal) return new UpstreamFailure(UpstreamStage.Greeting, refusal.Text);
        if (identity is not null) return null;
        var server = await ReadAsync(socket, reader, cancellationToken);
        var replication = await ReadAsync(socket, reader, cancellationToken);
        return IdentityCheck.Mismatch(Target, server, replication) is { } mismatch ? new UpstreamFailure(UpstreamStage.Verifying, mismatch) : null;
    }

    private async Task<UpstreamFailure?> IdentifyAsync(Socket socket, RespReplyReader reader, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(socket, reader, cancellationToken);
        var server = await ReadAsync(socket, reader, cancellationToken);
        var replication = await ReadAsync(socket, reader, cancellationToken);
        var nobody = await ReadAsync(socket, reader, cancellationToken);
        var refusal = known.IsError ? $"it does not know {identity!.User}: {known.Text}"
            : server.IsError || replication.IsError ? $"it does not say who it is: {(server.IsError ? server : replication).Text}"
            : nobody.IsError ? $"it knows no RESET (Redis 6.2 or later does): {nobody.Text}"
            : IdentityCheck.Mismatch(Target, server, replication);
        return refusal is null ? null : new UpstreamFailure(UpstreamStage.Verifying, refusal);
    }

    private static async Task<RespValue> ReadAsync(Socket socket, RespReplyReader reader, CancellationToken cancellationToken)
    {
        RespValue value;
        while (!reader.TryRead(out value))
        {
            var count = await socket.ReceiveAsync(reader.GetMemory(), cancellationToken);
            if (count == 0) throw new SocketException((int)SocketError.ConnectionReset);
            reader.Advance(count);
        }

        return value;
    }

    private async Task ReceiveAsync(Socket socket)
    {
        while (!_closed)
        {
            // Waiting with an empty buffer costs nothing while the connection is idle.
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
            var block = BlockPool.Rent();
            try
            {
                var count = await socket.ReceiveAsync(block, SocketFlags.None);
                if (count == 0) return;
                owner.OnBytes(this, block.AsSpan(0, count));
            }
            finally
            {
                BlockPool.Return(block);
            }

            await owner.WhenRoomAsync();
        }
    }
}
