using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mainstay.Bench.Dns;

/// <summary>All figures, and whether they are as promised.</summary>
internal sealed record DnsReport(IReadOnlyList<LoadFigures> Loads, LatencyFigures Latency)
{
    private const double LeastPerCore = 10_000;
    private const double LongestMilliseconds = 50;

    public static JsonSerializerOptions Shape { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>At least 10 000 queries a second for each core, and the new answer within 50 ms.</summary>
    public bool Kept => Loads.All(load => load.QueriesPerCore >= LeastPerCore) && Latency.LargestMilliseconds <= LongestMilliseconds;

    public string Table()
    {
        var text = new StringBuilder("sockets   queries/s   queries/s per core of the daemon   lost\n");
        foreach (var load in Loads) text.Append(CultureInfo.InvariantCulture, $"{load.Sockets,7}{load.QueriesPerSecond,12:0}{load.QueriesPerCore,35:0}{load.Lost,7}\n");
        text.Append(CultureInfo.InvariantCulture, $"new answer after the publication, {Latency.Switchovers} switchovers: median {Latency.MedianMilliseconds:0.0} ms, largest {Latency.LargestMilliseconds:0.0} ms (below 0: before the event stream told it)\n");
        text.Append(CultureInfo.InvariantCulture, $"new answer after the switchover was asked for: median {Latency.MedianFromAsked:0.0} ms\n");
        return text.ToString();
    }
}
