using System.Diagnostics;
using System.Text.Json;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>The load itself: one thread, as many clients as told, in a process of its own.</summary>
internal sealed unsafe class LoadRun(LoadOrder order)
{
    private const int Silence = 5000, Room = 256 << 10, AtOnce = 256;

    /// <summary>Loads, and prints what it saw as one line of JSON.</summary>
    public static int Print(IReadOnlyList<string> arguments)
    {
        try
        {
            Console.WriteLine(JsonSerializer.Serialize(new LoadRun(LoadOrder.Parse(arguments)).Run()));
            return 0;
        }
        catch (Exception failure) when (failure is LoadFailedException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine(failure.Message);
            return 3;
        }
    }

    private LoadFigures Run()
    {
        // 1. All connections are there before the first request.
        var requests = new Requests(order);
        var clients = Enumerable.Range(0, order.Cell.Connections).Select(_ => new LoadClient(order, requests)).ToList();
        var lines = clients.SelectMany(client => client.Lines).ToArray();
        var epoll = Native.EpollCreate(0);
        for (var i = 0; i < lines.Length; i++) lines[i].Watch(epoll, i);

        // 2. The load, and then what is still owed.
        var latencies = new LatencyTable();
        var began = Stopwatch.GetTimestamp();
        var over = began + (long)(order.Seconds * Stopwatch.Frequency);
        var due = clients.Count;
        foreach (var client in clients) client.Begin();
        var events = stackalloc byte[AtOnce * 16];
        var scratch = stackalloc byte[Room];
        while (due > 0)
        {
            var count = Native.EpollWait(epoll, events, AtOnce, Silence);
            if (count == 0) throw new LoadFailedException($"no answer for {Silence / 1000} s: {string.Join(", ", lines.Where(line => line.Owed > 0).Take(3).Select(line => $"{line.Owed} bytes owed"))}");
            for (var i = 0; i < count; i++)
            {
                var line = lines[Native.Tag(events, i)];
                if (!line.Receive(scratch, Room)) continue;
                var now = Stopwatch.GetTimestamp();
                if (line.Client.Answered(now) is not { } took) continue;
                latencies.Add(took);
                if (now < over) line.Client.Begin();
                else due--;
            }
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var client in clients) client.Dispose();
        var commands = latencies.Count * order.Cell.Pipeline;
        return new LoadFigures(commands, commands / seconds, latencies.At(0.5), latencies.At(0.99));
    }
}
