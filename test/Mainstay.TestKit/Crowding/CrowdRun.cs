using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Crowding;

/// <summary>Measures what a few clients that behave have of a crowd that does not.</summary>
public static class CrowdRun
{
    private const int Good = 4;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs the good clients alone, and then as long beside the crowd.</summary>
    /// <param name="crowd">Who presses; not disposed.</param>
    /// <param name="port">The endpoint's.</param>
    /// <param name="daemon">The process behind the endpoint.</param>
    /// <param name="node">The primary's.</param>
    /// <param name="each">How long each part takes.</param>
    /// <exception cref="InvalidOperationException">An answer was wrong, or a connection of theirs ended.</exception>
    public static async Task<CrowdReport> RunAsync(ICrowd crowd, int port, int daemon, int node, TimeSpan each)
    {
        await crowd.PrepareAsync(port);
        using var stop = new CancellationTokenSource();
        var good = Enumerable.Range(0, Good).Select(i => new GoodClient(port, $"beside-{i}", resp3: i % 2 == 1, Pace)).ToList();
        var answering = Task.WhenAll(good.Select(client => Task.Run(() => client.RunAsync(stop.Token), CancellationToken.None)));

        // 1. Warm, and then alone.
        await Eventually.TrueAsync(() => answering.IsCompleted || good.All(client => client.Answers > 500), Deadline.InSeconds(30), "clients are answered");
        Take(good);
        await PassAsync(each, answering, () => { });
        var before = Take(good);
        var answers = good.Sum(client => client.Answers);
        int[] processes = [daemon, node];
        var (memory, most) = (processes.Select(SystemProcess.ResidentBytes).ToArray(), new long[processes.Length]);

        // 2. Beside the crowd, from its coming on.
        using var leave = new CancellationTokenSource();
        var pressing = Task.Run(() => crowd.PressAsync(port, leave.Token), CancellationToken.None);
        await PassAsync(each, answering, () =>
        {
            for (var i = 0; i < most.Length; i++) most[i] = Math.Max(most[i], SystemProcess.ResidentBytes(processes[i]) - memory[i]);
        });
        await leave.CancelAsync();
        await pressing;

        // What is still awaited counts as well, however long it takes.
        await stop.CancelAsync();
        await answering;
        var during = Take(good);
        return new CrowdReport(crowd.Name, good.Sum(client => client.Answers) - answers, At(before, 0.99), At(during, 0.99), during.Count == 0 ? 0 : during[^1], most[0], most[1]);
    }

    private static async Task PassAsync(TimeSpan time, Task answering, Action look)
    {
        for (var until = Deadline.In(time); !until.Passed && !answering.IsCompleted; await until.PauseAsync(TimeSpan.FromMilliseconds(20))) look();
    }

    private static List<double> Take(IEnumerable<GoodClient> clients) => [.. clients.SelectMany(client => client.Take()).Order()];

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.PositiveInfinity : sorted[(int)(sorted.Count * share)];
}
