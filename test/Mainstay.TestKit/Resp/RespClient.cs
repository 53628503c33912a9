using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mainstay.TestKit.Resp;

/// <summary>A plain client over one connection: what is sent is sent once, what comes back is handed on as it is.</summary>
public sealed class RespClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly RespReader _reader;

    private RespClient(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
        _reader = new RespReader(_stream);
    }

    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static Task<RespClient> ConnectAsync(int port) => ConnectAsync(port, Task.FromResult);

    /// <summary>Connects, and speaks over what <paramref name="wrap"/> makes of the connection: TLS.</summary>
    /// <param name="port">Where, on loopback.</param>
    /// <param name="wrap">Makes it.</param>
    /// <param name="from">The address to come from; null for any.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<RespClient> ConnectAsync(int port, Func<Stream, Task<Stream>> wrap, IPAddress? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null) socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            return new RespClient(socket, await wrap(new NetworkStream(socket, ownsSocket: true)));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects, sends one command, and closes.</summary>
    public static async Task<RespReply> AskAsync(int port, params string[] command)
    {
        using var client = await ConnectAsync(port);
        return await client.CallAsync(command);
    }

    /// <summary>Sends a command and reads the next reply; gives up after 15 s, which is longer than an endpoint holds.</summary>
    /// <exception cref="OperationCanceledException">No reply came in time.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<RespReply> CallAsync(params string[] command)
    {
        await SendAsync(command);
        return await ReadAsync(Patience);
    }

    /// <summary>Sends all commands in one write and reads as many replies.</summary>
    public async Task<IReadOnlyList<RespReply>> CallAllAsync(IReadOnlyCollection<string[]> commands)
    {
        await SendAllAsync(commands);
        var replies = new RespReply[commands.Count];
        for (var i = 0; i < replies.Length; i++) replies[i] = await ReadAsync(Patience);
        return replies;
    }

    /// <summary>Sends all commands in one write.</summary>
    public Task SendAllAsync(IEnumerable<string[]> commands) => SendBytesAsync(Encoding.UTF8.GetBytes(string.Concat(commands.Select(Format))));

    public Task SendAsync(params string[] command) => SendBytesAsync(Encoding.UTF8.GetBytes(Format(command)));

    /// <summary>Sends bytes as they are: garbage, half a frame.</summary>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>Waits until the other side has ended the connection, in whatever way; what comes before that is left out.</summary>
    /// <exception cref="OperationCanceledException">It has not within <paramref name="patience"/>.</exception>
    public async Task EndedAsync(TimeSpan patience)
    {
        using var giveUp = new CancellationTokenSource(patience);
        var rest = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(rest, giveUp.Token) > 0) continue;
        }
        catch (IOException)
        {
            // By a reset.
        }
    }

    /// <summary>Reads the next reply or push.</summary>
    /// <exception cref="OperationCanceledException">None came within <paramref name="patience"/>; the connection is of no use any more.</exception>
    public async Task<RespReply> ReadAsync(TimeSpan patience)
    {
        using var giveUp = new CancellationTokenSource(patience);
        return await _reader.ReadAsync(giveUp.Token);
    }

    /// <summary>Ends the connection by a reset, as a client that was killed does at worst.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose() => _stream.Dispose();

    private static string Format(string[] command)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var part in command) text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        return text.ToString();
    }
}
