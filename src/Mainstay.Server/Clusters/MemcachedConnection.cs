using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mainstay.Server.Clusters;

/// <summary>A connection of the daemon's own to a memcached, one question at a time. Every fault is a <see cref="MemcachedException"/>.</summary>
internal sealed class MemcachedConnection : IDisposable
{
    // No line of an answer to what is asked here is longer.
    private const int LongestLine = 8192;
    private const int MostStats = 1000;

    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly byte[] _buffer = new byte[LongestLine];
    private int _from;
    private int _to;

    private MemcachedConnection(Socket socket, TimeProvider time) => (_socket, _time) = (socket, time);

    /// <summary>Connects within <paramref name="limit"/>.</summary>
    public static async Task<MemcachedConnection> OpenAsync(IPEndPoint address, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var connection = new MemcachedConnection(socket, time);
        try
        {
            await connection.WithinAsync(async ct => await socket.ConnectAsync(address, ct).ConfigureAwait(false), limit, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Who it is and how it does.</summary>
    public async Task<MemcachedStats> StatsAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        await WithinAsync(
            async ct =>
            {
                await SendAsync("stats\r\n", ct).ConfigureAwait(false);
                for (var line = await LineAsync(ct).ConfigureAwait(false); line != "END"; line = await LineAsync(ct).ConfigureAwait(false))
                {
                    var parts = line.Split(' ', 3);
                    if (parts is not ["STAT", _, _] || values.Count == MostStats) throw new MemcachedException($"it answers stats with “{Shorten(line)}”");
                    values[parts[1]] = parts[2];
                }
            },
            limit,
            cancellationToken).ConfigureAwait(false);
        return MemcachedStats.Parse(values) ?? throw new MemcachedException("it does not say which process it is: is it a memcached?");
    }

    /// <summary>Stores a key of our own. Any reply counts: a server without memory left is there all the same.</summary>
    public Task StoreAsync(string key, int seconds, TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(
            async ct =>
            {
                await SendAsync($"set {key} 0 {seconds} 1\r\n1\r\n", ct).ConfigureAwait(false);
                await LineAsync(ct).ConfigureAwait(false);
            },
            limit,
            cancellationToken);

    /// <summary>Asks for a key of our own; whether it is there does not matter.</summary>
    public Task AskAsync(string key, TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(
            async ct =>
            {
                await SendAsync($"get {key}\r\n", ct).ConfigureAwait(false);
                while (await LineAsync(ct).ConfigureAwait(false) is { } line && line != "END")
                    if (line.Contains("ERROR", StringComparison.Ordinal)) return;
            },
            limit,
            cancellationToken);

    /// <summary>Empties it.</summary>
    public Task FlushAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        WithinAsync(
            async ct =>
            {
                await SendAsync("flush_all\r\n", ct).ConfigureAwait(false);
                if (await LineAsync(ct).ConfigureAwait(false) is var line and not "OK") throw new MemcachedException($"it answers flush_all with “{Shorten(line)}”");
            },
            limit,
            cancellationToken);

    public void Dispose() => _socket.Dispose();

    private static string Shorten(string line) => line.Length <= 80 ? line : line[..80] + "…";

    private async Task WithinAsync(Func<CancellationToken, Task> work, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await work(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MemcachedException($"it did not answer within {limit.TotalMilliseconds:0} ms");
        }
        catch (SocketException e)
        {
            throw new MemcachedException(e.Message, e.SocketErrorCode == SocketError.ConnectionRefused);
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        for (ReadOnlyMemory<byte> left = Encoding.ASCII.GetBytes(text); left.Length > 0;)
            left = left[await _socket.SendAsync(left, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _from, end).TrimEnd('\r');
                _from += end + 1;
                return line;
            }

            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
            if (_to == _buffer.Length) throw new MemcachedException("it answers with a line that does not end");
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_to), SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new MemcachedException("it closed the connection");
            _to += read;
        }
    }
}
