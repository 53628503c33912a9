using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Mainstay.Server.Dns.Serving;

/// <summary>
/// Answers what comes to one TCP socket: each message with its length in front, one after the other on a connection (RFC 7766). Connections,
/// their idle time and what they may send are bounded.
/// </summary>
internal sealed class StreamLoop : IAsyncDisposable
{
    /// <summary>Connections at the same time; a further one is closed at once.</summary>
    public const int MostConnections = 128;

    /// <summary>Bytes of a query.</summary>
    public const int LongestQuery = 4096;

    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly ZoneDesk _desk;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;

    /// <param name="socket">Listens; closed at the end.</param>
    /// <param name="desk">Who answers.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="patience">How long a connection may take to send a whole query, and to take an answer.</param>
    public StreamLoop(Socket socket, ZoneDesk desk, TimeProvider time, TimeSpan patience)
    {
        (_socket, _desk, _time, _patience) = (socket, desk, time, patience);
        _accepting = Task.Run(AcceptAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _socket.AcceptAsync(_stop.Token);
                if (_connections.Count < MostConnections)
                {
                    Keep(ServeAsync(client));
                    continue;
                }

                _desk.Figures.RefusedConnection();
                client.Dispose();
            }
            catch (SocketException)
            {
                // No descriptor is left, say: those that are open go on, and one of them ends some time.
                await Task.Delay(FaultPause, _time, CancellationToken.None);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Keep(Task connection)
    {
        _connections[connection] = true;
        connection.ContinueWith(ended => _connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket client)
    {
        await Task.Yield();
        using var open = client;
        try
        {
            client.NoDelay = true;
            var (query, answer) = (new byte[LongestQuery], new byte[2 + ushort.MaxValue]);
            while (await ExchangeAsync(client, query, answer))
            {
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested) _desk.Figures.BrokeConnection();
        }
    }

    /// <summary>One query and its answer. Whether another may follow.</summary>
    private async Task<bool> ExchangeAsync(Socket client, byte[] query, byte[] answer)
    {
        using var deadline = new CancellationTokenSource(_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stop.Token);
        if (!await FillAsync(client, query.AsMemory(0, 2), both.Token)) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(query);
        if (length > LongestQuery || !await FillAsync(client, query.AsMemory(0, length), both.Token))
        {
            _desk.Figures.BrokeConnection();
            return false;
        }

        var written = _desk.Answer(query.AsSpan(0, length), answer.AsSpan(2), datagram: false);
        if (written == 0) return false; // no query: what would follow is none either
        BinaryPrimitives.WriteUInt16BigEndian(answer, (ushort)written);
        for (var sent = 0; sent < written + 2;) sent += await client.SendAsync(answer.AsMemory(sent, written + 2 - sent), SocketFlags.None, both.Token);
        return true;
    }

    private static async ValueTask<bool> FillAsync(Socket client, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        for (var got = 0; got < buffer.Length;)
        {
            var count = await client.ReceiveAsync(buffer[got..], SocketFlags.None, cancellationToken);
            if (count == 0) return false;
            got += count;
        }

        return true;
    }
}
