using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mainstay.TestKit.Caching;

/// <summary>One connection by memcached's classic or meta commands, one request at a time.</summary>
internal sealed class CacheConnection : IDisposable
{
    /// <summary>Longer than anything that is promised: who waits for longer has lost its answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Socket _socket;
    private readonly bool _meta;
    private readonly byte[] _buffer = new byte[16 << 10];
    private int _from, _to;

    private CacheConnection(Socket socket, bool meta) => (_socket, _meta) = (socket, meta);

    public static async Task<CacheConnection> ConnectAsync(int port, bool meta)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        return new CacheConnection(socket, meta);
    }

    public Task<CacheAnswer> SetAsync(string key, string value) =>
        AskAsync(_meta ? $"ms {key} {value.Length}\r\n{value}\r\n" : $"set {key} 0 0 {value.Length}\r\n{value}\r\n");

    public Task<CacheAnswer> GetAsync(string key) => AskAsync(_meta ? $"mg {key} v k\r\n" : $"get {key}\r\n");

    public void Dispose() => _socket.Dispose();

    private async Task<CacheAnswer> AskAsync(string request)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _socket.SendAsync(Encoding.ASCII.GetBytes(request), patience.Token);
            var line = await LineAsync(patience.Token);
            var words = line.Split(' ');
            switch (words[0])
            {
                case "STORED" or "HD":
                    return new CacheAnswer(CacheOutcome.Stored, "");
                case "END" or "EN":
                    return new CacheAnswer(CacheOutcome.Miss, "");
                case "VALUE" or "VA":
                    var value = await TextAsync(int.Parse(words[words[0] == "VA" ? 1 : 3], CultureInfo.InvariantCulture) + 2, patience.Token);
                    if (words[0] == "VALUE" && await LineAsync(patience.Token) is not "END" and var more) return new CacheAnswer(CacheOutcome.Refused, $"after the value: {more}");
                    return new CacheAnswer(CacheOutcome.Hit, value[..^2]);
                default:
                    return new CacheAnswer(CacheOutcome.Refused, line);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return new CacheAnswer(CacheOutcome.Closed, e.Message);
        }
    }

    private async Task<string> LineAsync(CancellationToken patience)
    {
        int end;
        while ((end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n')) < 0) await ReceiveAsync(patience);
        var line = Encoding.Latin1.GetString(_buffer, _from, end).TrimEnd('\r');
        _from += end + 1;
        return line;
    }

    private async Task<string> TextAsync(int length, CancellationToken patience)
    {
        while (_to - _from < length) await ReceiveAsync(patience);
        _from += length;
        return Encoding.Latin1.GetString(_buffer, _from - length, length);
    }

    private async Task ReceiveAsync(CancellationToken patience)
    {
        Buffer.BlockCopy(_buffer, _from, _buffer, 0, _to - _from);
        (_from, _to) = (0, _to - _from);
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(_to), patience);
        if (count == 0) throw new IOException("the connection was closed");
        _to += count;
    }
}
