using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Measuring;

/// <summary>
/// Measures the memory that idle clients take, on processes that have had no load: what was left over by one could hold many idle clients.
/// </summary>
public static class IdleMemory
{
    private const int First = 200, Looks = 8;
    private const double Still = 0.005;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <exception cref="IOException">The connections could not all be opened.</exception>
    public static async Task<IdleFigures> MeasureAsync(int port, IReadOnlyList<int> processes, int count, IdleGreeting greeting, CancellationToken cancellationToken)
    {
        // The first clients of a process make it compile and load what all later ones use.
        using (await IdleClients.OpenAsync(port, First, greeting, cancellationToken))
        {
        }

        var before = await SettledAsync(processes, cancellationToken);
        using var clients = await IdleClients.OpenAsync(port, count, greeting, cancellationToken);
        return new IdleFigures(count, before, await SettledAsync(processes, cancellationToken));
    }

    /// <summary>What is in RAM when that hardly changes for two seconds, or after 20 s.</summary>
    private static async Task<long> SettledAsync(IReadOnlyList<int> processes, CancellationToken cancellationToken)
    {
        var deadline = Deadline.InSeconds(20);
        var seen = new Queue<long>();
        while (true)
        {
            seen.Enqueue(processes.Sum(SystemProcess.ResidentBytes));
            if (seen.Count > Looks) seen.Dequeue();
            if (deadline.Passed || (seen.Count == Looks && seen.Max() - seen.Min() <= seen.Max() * Still)) return seen.Last();
            await deadline.PauseAsync(Between, cancellationToken);
        }
    }
}
