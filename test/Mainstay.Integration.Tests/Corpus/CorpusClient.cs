using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>A connection that keeps every byte it receives.</summary>
internal sealed class CorpusClient : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly StringBuilder _received = new();
    private int _syncs;
    private bool _inMulti;

    private CorpusClient(Socket socket) => _socket = socket;

    public bool Closed { get; private set; }

    /// <summary>What came so far, the answers to <see cref="SyncAsync"/> left out, and how the connection ended if it did.</summary>
    public string Received => Closed ? _received + "(closed)" : _received.ToString();

    public static async Task<CorpusClient> ConnectAsync(int port, int protocol)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            var client = new CorpusClient(socket);
            if (protocol == 2) return client;
            await client.SendAsync([new CorpusStep(1, ["HELLO", "3"])]);
            await client.SyncAsync();
            client.Take();
            return client;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary><see cref="Received"/>, which then begins anew.</summary>
    public string Take()
    {
        var received = Received;
        _received.Clear();
        return received;
    }

    public async Task SendAsync(IReadOnlyCollection<CorpusStep> steps)
    {
        foreach (var step in steps)
            if (step.Words is [var first, ..]) _inMulti = first.ToUpperInvariant() switch { "MULTI" => true, "EXEC" or "DISCARD" or "RESET" => false, _ => _inMulti };
        await WriteAsync([.. steps.SelectMany(step => step.Bytes)]);
    }

    /// <summary>
    /// Reads until all that was sent is answered: up to the answer of a PING with a word of its own. In a transaction that would only be
    /// queued, and a command that nobody knows takes its place, the answer to which names it.
    /// </summary>
    /// <exception cref="TimeoutException">The answer did not come.</exception>
    public async Task SyncAsync()
    {
        if (Closed) return;
        var word = $"sync{++_syncs:0000}";
        await WriteAsync(Encoding.Latin1.GetBytes(CorpusStep.Frame(_inMulti ? [word] : ["PING", word])));
        var pong = $"$8\r\n{word}\r\n";
        string[] ends = _inMulti ? [$"-ERR unknown command '{word}', with args beginning with: \r\n"] : [$"*2\r\n$4\r\npong\r\n{pong}", pong];
        await ReadPastAsync(ends);
    }

    public void Dispose()
    {
        // A reset leaves no port waiting: thousands of connections come and go.
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    private async Task WriteAsync(byte[] bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;) sent += await _socket.SendAsync(bytes.AsMemory(sent));
        }
        catch (SocketException)
        {
            // What was sent back before the end is still to be read, and then the end itself.
        }
    }

    private async Task ReadPastAsync(string[] ends)
    {
        using var giveUp = new CancellationTokenSource(_patience);
        while (true)
        {
            // The last read may have brought the end in pieces, never more than a piece and what follows it.
            var tail = _received.Length > 2 * _buffer.Length ? _received.ToString(_received.Length - (2 * _buffer.Length), 2 * _buffer.Length) : _received.ToString();
            foreach (var end in ends)
            {
                var at = tail.IndexOf(end, StringComparison.Ordinal);
                if (at < 0) continue;
                _received.Remove(_received.Length - tail.Length + at, end.Length);
                return;
            }

            try
            {
                var count = await _socket.ReceiveAsync(_buffer.AsMemory(), giveUp.Token);
                Closed = count == 0;
                _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            }
            catch (SocketException)
            {
                Closed = true;
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no answer within {_patience.TotalSeconds} s after: {Transcript.Show(_received.ToString())}");
            }

            if (Closed) return;
        }
    }
}
