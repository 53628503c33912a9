using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Memcached.Kills;

/// <summary>Clients that ask for keys of one node all the time, and note when they were answered: found or missing, but no error.</summary>
internal sealed class KeyAskers : IAsyncDisposable
{
    private const int Clients = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private readonly int _port;
    private readonly Task[] _tasks;
    private long _last, _errors, _longest;

    public KeyAskers(int port, IReadOnlyList<string> keys)
    {
        _port = port;
        _tasks = [.. Enumerable.Range(0, Clients).Select(number => Task.Run(() => AskAsync(keys.Where((_, i) => i % Clients == number).ToList())))];
    }

    /// <summary>Whether there were answers.</summary>
    public bool AreAnswered => Volatile.Read(ref _last) != 0;

    /// <summary>What went before is forgotten, but for the time of the last answer.</summary>
    public void Begin()
    {
        lock (_gate) (_longest, _errors) = (0, 0);
    }

    /// <summary>The longest time without an answer so far, until now, and the errors.</summary>
    public (double GapMs, long Errors) Tell()
    {
        lock (_gate) return (Math.Max(_longest, Stopwatch.GetTimestamp() - _last) * 1000.0 / Stopwatch.Frequency, _errors);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_tasks);
        _over.Dispose();
    }

    private async Task AskAsync(List<string> keys)
    {
        var pace = Deadline.In(TimeSpan.FromHours(1));
        Socket? socket = null;
        var answer = new byte[4096];
        for (var next = 0; !_over.IsCancellationRequested; next++)
        {
            try
            {
                if (socket is null)
                {
                    socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync("127.0.0.1", _port, _over.Token);
                }

                await socket.SendAsync(Encoding.ASCII.GetBytes($"get {keys[next % keys.Count]}\r\n"), _over.Token);
                var count = await socket.ReceiveAsync(answer, _over.Token);
                if (count == 0) throw new SocketException((int)SocketError.ConnectionReset);
                Note(answer.AsSpan(0, count));
                await pace.PauseAsync(Pause, _over.Token);
            }
            catch (SocketException)
            {
                socket?.Dispose();
                socket = null;
                lock (_gate) _errors++;
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        socket?.Dispose();
    }

    private void Note(ReadOnlySpan<byte> answer)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (!answer.EndsWith("END\r\n"u8)) _errors++;
            else
            {
                if (_last != 0) _longest = Math.Max(_longest, now - _last);
                _last = now;
            }
        }
    }
}
