using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.TestKit.Crowding;

/// <summary>A client that behaves, and looks whether it is answered rightly and soon while others do not.</summary>
/// <param name="port">Of the endpoint.</param>
/// <param name="name">Names its keys.</param>
/// <param name="resp3">Whether it speaks RESP3.</param>
/// <param name="pace">How long five commands take at least.</param>
public sealed class GoodClient(int port, string name, bool resp3, TimeSpan pace)
{
    private readonly Lock _gate = new();
    private List<double> _milliseconds = [];
    private long _count, _answers;

    /// <summary>Answers so far.</summary>
    public long Answers => Volatile.Read(ref _answers);

    /// <summary>Goes on until it is told to stop.</summary>
    /// <exception cref="InvalidOperationException">An answer is wrong.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var client = await RespClient.ConnectAsync(port);
        using var timer = new PeriodicTimer(pace);
        if (resp3) await client.CallAsync("HELLO", "3");
        _count = (await client.CallAsync("GET", $"good:{name}:count")) is { Text: { } text } ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        try
        {
            do
            {
                await ExpectAsync(client, "PONG", "PING");
                await ExpectAsync(client, (++_count).ToString(CultureInfo.InvariantCulture), "INCR", $"good:{name}:count");
                var word = string.Create(CultureInfo.InvariantCulture, $"{name} {_count}");
                await ExpectAsync(client, "OK", "SET", $"good:{name}:word", word);
                await ExpectAsync(client, word, "GET", $"good:{name}:word");
                await ExpectAsync(client, word, "ECHO", word);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop between two rounds.
        }
    }

    /// <summary>
    /// How long each answer took since the last call, in milliseconds. Where one took longer than a round, those that were not asked for
    /// meanwhile count as well: else a long silence would be a single answer among thousands.
    /// </summary>
    public IReadOnlyList<double> Take()
    {
        lock (_gate)
        {
            var taken = _milliseconds;
            _milliseconds = [];
            return taken;
        }
    }

    private async Task ExpectAsync(RespClient client, string expected, params string[] command)
    {
        var sent = TimeProvider.System.GetTimestamp();
        var reply = await client.CallAsync(command);
        Keep(TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds);
        Volatile.Write(ref _answers, _answers + 1);
        if (reply.Text != expected) throw new InvalidOperationException($"{command[0]} is answered by {reply}; {expected} was due");
    }

    private void Keep(double milliseconds)
    {
        lock (_gate)
        {
            _milliseconds.Add(milliseconds);
            for (var rest = milliseconds - pace.TotalMilliseconds; rest > pace.TotalMilliseconds; rest -= pace.TotalMilliseconds) _milliseconds.Add(rest);
        }
    }
}
