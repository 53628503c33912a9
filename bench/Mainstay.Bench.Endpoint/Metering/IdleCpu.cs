using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Metering;

/// <summary>What systems take while nobody asks them anything: the daemon probes its node all the time.</summary>
internal static class IdleCpu
{
    // A runtime goes on compiling for a while after its start.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>By system, CPU milliseconds a second, over a time as long as a cell takes.</summary>
    public static async Task<IReadOnlyDictionary<string, double>> MeasureAsync(IReadOnlyList<IEndpointSystem> systems, TimeSpan length, CancellationToken cancellationToken)
    {
        var measured = systems.Where(system => system.Processes.Count > 0).ToList();
        await Deadline.In(Settling).PauseAsync(Settling, cancellationToken);
        var before = measured.Select(system => ProcessCpu.Of(system.Processes)).ToList();
        var time = Deadline.In(length);
        await time.PauseAsync(length, cancellationToken);
        var elapsed = time.Elapsed.TotalSeconds;
        return measured.Zip(before).ToDictionary(pair => pair.First.Kind.Name(), pair => (ProcessCpu.Of(pair.First.Processes) - pair.Second).TotalMilliseconds / elapsed);
    }
}
