using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Idle;

/// <summary>
/// Measures the memory that idle clients take, on processes that have had no load: what was left over by one could hold many idle clients.
/// </summary>
internal static class IdleMemory
{
    private const int First = 200, Looks = 8;
    private const double Still = 0.005;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>Those of the systems to which it is done, if they are measured at all.</summary>
    public static IReadOnlyList<SystemKind> Systems { get; } = [SystemKind.HAProxy, SystemKind.Ours];

    /// <exception cref="IOException">The connections could not all be opened.</exception>
    public static async Task<IdleFigures> MeasureAsync(IEndpointSystem system, int count, CancellationToken cancellationToken)
    {
        // The first clients of a process make it compile and load what all later ones use.
        using (await IdleClients.OpenAsync(system.Port, First, cancellationToken))
        {
        }

        var before = await SettledAsync(system, cancellationToken);
        using var clients = await IdleClients.OpenAsync(system.Port, count, cancellationToken);
        return new IdleFigures(count, before, await SettledAsync(system, cancellationToken));
    }

    /// <summary>What is in RAM when that hardly changes for two seconds, or after 20 s.</summary>
    private static async Task<long> SettledAsync(IEndpointSystem system, CancellationToken cancellationToken)
    {
        var deadline = Deadline.InSeconds(20);
        var seen = new Queue<long>();
        while (true)
        {
            seen.Enqueue(system.Processes.Sum(SystemProcess.ResidentBytes));
            if (seen.Count > Looks) seen.Dequeue();
            if (deadline.Passed || (seen.Count == Looks && seen.Max() - seen.Min() <= seen.Max() * Still)) return seen.Last();
            await deadline.PauseAsync(Between, cancellationToken);
        }
    }
}
