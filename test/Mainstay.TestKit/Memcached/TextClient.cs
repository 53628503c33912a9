using System.Net.Sockets;
using System.Text;

namespace Mainstay.TestKit.Memcached;

/// <summary>A client of memcached's text protocol that shows every byte. Not safe for several threads at once.</summary>
public sealed class TextClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Socket _socket;
    private byte[] _bytes = [];

    private TextClient(Socket socket) => _socket = socket;

    public static async Task<TextClient> ConnectAsync(int port, string host = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host, port);
        return new TextClient(socket);
    }

    /// <summary>Whether a memcached answers there now.</summary>
    public static bool Answers(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 1000 };
            socket.Connect("127.0.0.1", port);
            socket.Send("mn\r\n"u8);
            return socket.Receive(new byte[16]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends text, byte for character.</summary>
    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends a line, and reads its answer of one line.</summary>
    public async Task<string> LineAsync(string request)
    {
        await SendAsync(request + "\r\n");
        return await ReadLineAsync();
    }

    /// <summary>Sends a request, and reads all up to <c>END</c> or an error.</summary>
    public async Task<string> UpToEndAsync(string request)
    {
        await SendAsync(request + "\r\n");
        return await ReadUpToAsync(text => text.EndsWith("END\r\n", StringComparison.Ordinal) || text.Contains("ERROR", StringComparison.Ordinal) && text.EndsWith("\r\n", StringComparison.Ordinal));
    }

    /// <summary>Stores a value; the answer.</summary>
    public async Task<string> SetAsync(string key, string value)
    {
        await SendAsync($"set {key} 0 0 {value.Length}\r\n{value}\r\n");
        return await ReadLineAsync();
    }

    /// <summary>A value; null when it is missing.</summary>
    /// <exception cref="InvalidOperationException">An error was answered.</exception>
    public async Task<string?> GetAsync(string key)
    {
        var text = await UpToEndAsync($"get {key}");
        if (text == "END\r\n") return null;
        if (!text.StartsWith($"VALUE {key} ", StringComparison.Ordinal)) throw new InvalidOperationException($"get {key} is answered {text}");
        var start = text.IndexOf("\r\n", StringComparison.Ordinal) + 2;
        return text[start..^"\r\nEND\r\n".Length];
    }

    /// <summary>Sends text followed by <c>mn</c>; all that is answered before <c>MN</c>, or until the connection ends, which is told by <c>(closed)</c>.</summary>
    public async Task<string> AllAsync(string text)
    {
        await SendAsync(text + "mn\r\n");
        var answer = await ReadUpToAsync(all => all.EndsWith("MN\r\n", StringComparison.Ordinal));
        return answer.EndsWith("MN\r\n", StringComparison.Ordinal) ? answer[..^4] : answer;
    }

    /// <summary>The next line, without its end.</summary>
    public async Task<string> ReadLineAsync() => (await ReadUpToAsync(text => text.Contains('\n', StringComparison.Ordinal), wholeLine: true)).TrimEnd('\r', '\n');

    /// <summary>Exactly as many bytes.</summary>
    public async Task<byte[]> ReadBytesAsync(int count)
    {
        while (_bytes.Length < count) if (!await ReceiveAsync()) throw new InvalidOperationException("the connection ended");
        var taken = _bytes[..count];
        _bytes = _bytes[count..];
        return taken;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadUpToAsync(Func<string, bool> isWhole, bool wholeLine = false)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString(_bytes);
            if (isWhole(text))
            {
                var end = wholeLine ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : text.Length;
                _bytes = _bytes[end..];
                return text[..end];
            }

            if (await ReceiveAsync()) continue;
            _bytes = [];
            return text + "(closed)";
        }
    }

    private async Task<bool> ReceiveAsync()
    {
        using var giveUp = new CancellationTokenSource(Patience);
        var buffer = new byte[64 << 10];
        try
        {
            var count = await _socket.ReceiveAsync(buffer, giveUp.Token);
            _bytes = [.. _bytes, .. buffer.AsSpan(0, count)];
            return count > 0;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no answer within {Patience.TotalSeconds:0} s; have {Encoding.Latin1.GetString(_bytes)}");
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
