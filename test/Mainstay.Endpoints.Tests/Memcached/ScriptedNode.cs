using System.Net;
using System.Net.Sockets;
using System.Text;
using Mainstay.Core.Topology;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>A node that answers each line as the test says, right or wrong. Data blocks are lines of their own.</summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string?> _answer;
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private int _connections;

    /// <param name="answer">What a line is answered, byte for character; null closes the connection, and so does an answer that ends in <c>(closed)</c>, once it is sent. What follows <c>(wait)</c> is sent after <see cref="GoOn"/>.</param>
    public ScriptedNode(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Connections that were made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Whether an answer waits in the middle.</summary>
    public bool Waits { get; private set; }

    public NodeAddress Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public void GoOn() => _goOn.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        const string Closed = "(closed)";
        using var _ = socket;
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.Latin1);
        try
        {
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (_answer(line) is not { } answer) return;
                var isLast = answer.EndsWith(Closed, StringComparison.Ordinal);
                var parts = (isLast ? answer[..^Closed.Length] : answer).Split("(wait)");
                await socket.SendAsync(Encoding.Latin1.GetBytes(parts[0]), _stop.Token);
                if (parts.Length > 1)
                {
                    Waits = true;
                    await _goOn.Task.WaitAsync(_stop.Token);
                    await socket.SendAsync(Encoding.Latin1.GetBytes(parts[1]), _stop.Token);
                }

                if (isLast) return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The endpoint gave the connection up, which may be the point.
        }
    }
}
