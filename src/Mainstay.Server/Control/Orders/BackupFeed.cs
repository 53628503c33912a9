using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Mainstay.Protocol.Rdb;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>
/// Poses as a primary to one node and gives it an RDB file by full resynchronisation, as the beginning of a history that nobody else has. So a
/// node is filled without a new start and without access to its disk, wherever it runs; and its own copy of the file, should it start again
/// from that, carries the new history too.
/// </summary>
internal sealed class BackupFeed : IAsyncDisposable
{
    private const int BlockLength = 256 << 10;

    private readonly FileStream _file;
    private readonly RdbPreamble _preamble;
    private readonly byte[] _head;
    private readonly NodeLogin? _login;
    private readonly IPAddress _peer;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private long _sent;
    private volatile string? _failure;
    private bool _given;

    private BackupFeed(FileStream file, RdbPreamble preamble, NodeLogin? login, IPAddress ours, IPAddress peer)
    {
        (_file, _preamble, _login, _peer) = (file, preamble, login, peer);
        ReplicationId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        _head = preamble.In(ReplicationId, Offset);
        _listener = new TcpListener(ours, 0);
        _listener.Start(4);
        Address = (IPEndPoint)_listener.LocalEndpoint;
        _serving = ServeAsync();
    }

    /// <summary>Where the history begins.</summary>
    public static long Offset => 1;

    /// <summary>Whom the node is to follow.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The history that the node is given.</summary>
    public string ReplicationId { get; }

    /// <summary>Bytes sent so far; of <see cref="Length"/>.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes there are to send.</summary>
    public long Length => _head.Length + _file.Length - _preamble.Length;

    /// <summary>Why the node will not get it; null while nothing speaks against it.</summary>
    public string? Failure => _failure;

    /// <summary>Opens the file and waits for the node.</summary>
    /// <param name="path">The RDB file.</param>
    /// <param name="login">As whom the node must identify itself; null where nobody is asked for.</param>
    /// <param name="ours">Our address as the node sees it.</param>
    /// <param name="peer">The node's address as we see it: nobody else is spoken to.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="RdbFormatException">It is no RDB file.</exception>
    public static BackupFeed Open(string path, NodeLogin? login, IPAddress ours, IPAddress peer)
    {
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        try
        {
            var head = new byte[RdbPreamble.Enough];
            var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return new BackupFeed(file, RdbPreamble.Read(head.AsSpan(0, length)), login, ours, peer);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
        await _file.DisposeAsync();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                if (IsPeer(socket)) await SpeakAsync(socket);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or IOException or RespProtocolException)
            {
                // The node comes again, or not: who waits for it sees that nothing moves.
                if (_given) _failure ??= $"the connection to it was lost: {e.Message}";
            }
        }
    }

    private bool IsPeer(Socket socket) => socket.RemoteEndPoint is IPEndPoint remote && (remote.Address.Equals(_peer) || remote.Address.MapToIPv6().Equals(_peer.MapToIPv6()));

    /// <summary>The handshake of replication.c, answered request by request until the node asks for the data.</summary>
    private async Task SpeakAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        var requests = new RespReplyReader(maxFrameBytes: BlockLength);
        var known = _login is null;
        while (true)
        {
            RespValue? request;
            while (!requests.TryRead(out request))
            {
                var count = await stream.ReadAsync(requests.GetMemory(), _stop.Token);
                if (count == 0) return;
                requests.Advance(count);
            }

            string[] words = request.Items.IsDefault ? [] : [.. request.Items.Select(item => item.Text)];
            switch (words)
            {
                case ["PING"]: await SayAsync(stream, known ? "+PONG" : "-NOAUTH Authentication required."); break;
                case ["AUTH", .. var who]:
                    known = known || (who.Length > 0 && who[^1] == _login!.Password && (who.Length == 1 || who[0] == _login.User));
                    await SayAsync(stream, known ? "+OK" : "-WRONGPASS invalid username-password pair or user is disabled.");
                    break;
                case ["REPLCONF", ..]: await SayAsync(stream, "+OK"); break;
                case ["PSYNC" or "SYNC", ..] when known && !_given:
                    await GiveAsync(stream);
                    await HearOutAsync(stream);
                    return;
                case ["PSYNC" or "SYNC", ..] when known:
                    _failure ??= "it got the whole backup and could not load it; its log says why";
                    await SayAsync(stream, "-ERR the backup was given already");
                    return;
                default: await SayAsync(stream, "-ERR not here"); break;
            }
        }
    }

    private Task SayAsync(NetworkStream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token).AsTask();

    private async Task GiveAsync(NetworkStream stream)
    {
        _given = true;
        await SayAsync(stream, string.Create(CultureInfo.InvariantCulture, $"+FULLRESYNC {ReplicationId} {Offset}"));
        await SayAsync(stream, string.Create(CultureInfo.InvariantCulture, $"${Length}"));

        // 1. The preamble, with the new history in it.
        var checksum = new RdbChecksum();
        checksum.Add(_head);
        await SendAsync(stream, _head);

        // 2. The data as they are.
        _file.Position = _preamble.Length;
        var block = new byte[BlockLength];
        for (var left = _file.Length - _preamble.Length - RdbPreamble.ChecksumLength; left > 0;)
        {
            var count = await _file.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, left)), _stop.Token);
            if (count == 0) throw new EndOfStreamException("the file became shorter");
            checksum.Add(block.AsSpan(0, count));
            await SendAsync(stream, block.AsMemory(0, count));
            left -= count;
        }

        // 3. The checksum of what was sent; none where the file has none.
        var last = block.AsMemory(0, RdbPreamble.ChecksumLength);
        await _file.ReadExactlyAsync(last, _stop.Token);
        if (BinaryPrimitives.ReadUInt64LittleEndian(last.Span) != 0) BinaryPrimitives.WriteUInt64LittleEndian(last.Span, checksum.Value);
        await SendAsync(stream, last);
    }

    /// <summary>While it loads it sends empty lines, then acknowledgements; nothing of that is answered.</summary>
    private async Task HearOutAsync(NetworkStream stream)
    {
        var block = new byte[1024];
        while (await stream.ReadAsync(block, _stop.Token) > 0)
        {
        }
    }

    private async Task SendAsync(NetworkStream stream, ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, _stop.Token);
        Interlocked.Add(ref _sent, bytes.Length);
    }
}
