using System.Diagnostics;
using Mainstay.Bench.Memcached.Keys;
using Mainstay.Bench.Memcached.Load;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Memcached.ManyKeys;

/// <summary>One client that gets a hundred keys again and again.</summary>
internal static class ManyKeysRun
{
    public const int Keys = 100;
    private const int Sets = 64, ValueBytes = 64, Warm = 200;

    /// <exception cref="IOException">Keys were missing, or the connection ended.</exception>
    public static ManyKeysFigures Run(MeasuredSystem system, TimeSpan length, int seed)
    {
#pragma warning disable CA5394 // Which keys is no secret; the same for all systems.
        var random = new Random(seed);
        var chosen = Enumerable.Range(0, Sets).Select(_ => Enumerable.Range(0, Keyspace.Keys).ToArray()).ToList();
        chosen.ForEach(random.Shuffle);
#pragma warning restore CA5394
        using var client = new ManyKeysClient(system.Ports);
        var requests = chosen.Select(keys => client.Prepare([.. keys.Take(Keys)])).ToList();
        var least = Keys * (ValueBytes + Keyspace.Name(0).Length);
        for (var i = 0; i < Warm; i++)
            if (client.Ask(requests[i % Sets]) < least) throw new IOException($"{system.Name}: keys are missing");

        var latencies = new LatencyTable();
        var before = ProcessCpu.Of(system.Processes);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < length;)
        {
            var asked = Stopwatch.GetTimestamp();
            client.Ask(requests[(int)(latencies.Count % Sets)]);
            latencies.Add(Stopwatch.GetTimestamp() - asked);
        }

        return new ManyKeysFigures((int)latencies.Count, latencies.At(0.5), latencies.At(0.99), (ProcessCpu.Of(system.Processes) - before).TotalMilliseconds / latencies.Count);
    }
}
