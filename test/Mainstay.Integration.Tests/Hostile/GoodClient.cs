using System.Globalization;
using Mainstay.TestKit.Resp;

namespace Mainstay.Integration.Tests.Hostile;

/// <summary>A client that behaves, and looks whether it is answered rightly and soon while others do not.</summary>
/// <param name="port">Of the endpoint.</param>
/// <param name="name">Names its keys.</param>
/// <param name="resp3">Whether it speaks RESP3.</param>
internal sealed class GoodClient(int port, string name, bool resp3)
{
    private readonly List<double> _milliseconds = [];
    private long _count;

    /// <summary>Answers so far.</summary>
    public int Answers => _milliseconds.Count;

    /// <summary>Goes on until it is told to stop.</summary>
    /// <exception cref="InvalidOperationException">An answer is wrong.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var client = await RespClient.ConnectAsync(port);
        if (resp3) await client.CallAsync("HELLO", "3");
        _count = (await client.CallAsync("GET", $"good:{name}:count")) is { Text: { } text } ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (!stop.IsCancellationRequested)
        {
            await ExpectAsync(client, "PONG", "PING");
            await ExpectAsync(client, (++_count).ToString(CultureInfo.InvariantCulture), "INCR", $"good:{name}:count");
            var word = string.Create(CultureInfo.InvariantCulture, $"{name} {_count}");
            await ExpectAsync(client, "OK", "SET", $"good:{name}:word", word);
            await ExpectAsync(client, word, "GET", $"good:{name}:word");
            await ExpectAsync(client, word, "ECHO", word);
        }
    }

    /// <summary>The time that all but one of a hundred answers took at most, in milliseconds.</summary>
    public double P99 => At(0.99);

    /// <summary>The longest that an answer took, in milliseconds.</summary>
    public double Longest => At(1);

    private double At(double share)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted.Count == 0 ? double.PositiveInfinity : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
    }

    private async Task ExpectAsync(RespClient client, string expected, params string[] command)
    {
        var sent = TimeProvider.System.GetTimestamp();
        var reply = await client.CallAsync(command);
        _milliseconds.Add(TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds);
        if (reply.Text != expected) throw new InvalidOperationException($"{command[0]} is answered by {reply}; {expected} was due");
    }
}
