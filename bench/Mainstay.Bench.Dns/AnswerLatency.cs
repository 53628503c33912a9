using System.Collections.Concurrent;
using System.Text.Json;
using Mainstay.TestKit.Names;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Dns;

/// <summary>Moves the primary again and again, follows the daemon's events, and asks for the name all the time.</summary>
internal static class AnswerLatency
{
    public static async Task<LatencyFigures> RunAsync(DirectGroup group, int switchovers)
    {
        using var end = new CancellationTokenSource();
        var told = new ConcurrentDictionary<ulong, long>();
        var following = FollowAsync(group.Web, told, end.Token);
        var (after, asked) = (new List<double>(), new List<double>());
        for (var i = 0; i < switchovers; i++)
        {
            var before = await group.WholeAsync();
            var old = DirectGroup.Address(before.Primary!);
            var began = TimeProvider.System.GetTimestamp();
            var switching = Task.Run(() => group.SwitchoverAsync());

            // While there is no primary there is no address; the first that is another one counts.
            long answered;
            do
            {
                var (address, _) = await StubResolver.AskAsync(group.Dns, DirectGroup.Primary, end.Token);
                answered = TimeProvider.System.GetTimestamp();
                if (address is not null && !address.Equals(old)) break;
            }
            while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20));
            await switching;
            var whole = await group.WholeAsync(before.Term + 1);
            await Eventually.TrueAsync(() => told.ContainsKey(whole.Term), Deadline.InSeconds(10), "the event stream tells it");
            after.Add(Milliseconds(told[whole.Term], answered));
            asked.Add(Milliseconds(began, answered));
            Console.Error.WriteLine($"switchover {i + 1}: {after[^1]:0.0} ms after the publication, {asked[^1]:0.0} ms after it was asked for");
        }

        await end.CancelAsync();
        await following;
        return new LatencyFigures(switchovers, Median(after), after.Max(), Median(asked));
    }

    /// <summary>Notes when the stream first names a primary in each term.</summary>
    private static async Task FollowAsync(int web, ConcurrentDictionary<ulong, long> told, CancellationToken end)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        try
        {
            using var lines = new StreamReader(await http.GetStreamAsync(new Uri($"http://127.0.0.1:{web}/v1/events"), end));
            while (await lines.ReadLineAsync(end) is { } line)
            {
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                var at = TimeProvider.System.GetTimestamp();
                var group = JsonSerializer.Deserialize<JsonElement>(line[6..]);
                if (group.GetProperty("primary").ValueKind == JsonValueKind.String) told.TryAdd(group.GetProperty("term").GetUInt64(), at);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private static double Milliseconds(long from, long to) => (to - from) * 1000.0 / TimeProvider.System.TimestampFrequency;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
