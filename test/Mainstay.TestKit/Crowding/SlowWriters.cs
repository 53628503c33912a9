using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mainstay.TestKit.Crowding;

/// <summary>Connections that send their requests a byte at a time, and read their answers.</summary>
/// <param name="count">How many.</param>
public sealed class SlowWriters(int count) : ICrowd
{
    private const int Bytes = 40;

    /// <summary>Milliseconds from a byte to the next.</summary>
    private const int Shares = 5;

    private readonly CrowdSockets _sockets = new();

    public string Name => $"{count} connections that send a byte at a time";

    public Task PrepareAsync(int port) => Task.CompletedTask;

    public async Task PressAsync(int port, CancellationToken stop)
    {
        await _sockets.ConnectAsync(port, count, ReadOnlyMemory<byte>.Empty, stop);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var requests = Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes(Request(i))).ToList();
        var sent = new int[count];
        try
        {
            // A share of them sends its next byte each time, as they would if they did not know of each other; who sent its last one is answered.
            for (var turn = 0; ; turn = (turn + 1) % Shares)
            {
                for (var i = turn; i < count; i += Shares)
                {
                    await _sockets.All[i].SendAsync(requests[i].AsMemory(sent[i] % requests[i].Length, 1), CancellationToken.None);
                    if (++sent[i] % requests[i].Length == 0) await AnsweredAsync(_sockets.All[i]);
                }

                await pace.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // In the middle of a request, where they may stay.
        }
    }

    public void Dispose() => _sockets.Dispose();

    private static string Request(int number) => string.Create(CultureInfo.InvariantCulture, $"*3\r\n$3\r\nSET\r\n$9\r\nslow:{number:0000}\r\n${Bytes}\r\n{new string('x', Bytes)}\r\n");

    private static async Task AnsweredAsync(Socket socket)
    {
        var answer = new byte[5];
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        for (var have = 0; have < answer.Length;)
        {
            var count = await socket.ReceiveAsync(answer.AsMemory(have), giveUp.Token);
            if (count == 0) throw new InvalidOperationException("a slow writer was closed");
            have += count;
        }

        if (!answer.AsSpan().SequenceEqual("+OK\r\n"u8)) throw new InvalidOperationException($"a slow writer is answered by {Encoding.ASCII.GetString(answer)}");
    }
}
