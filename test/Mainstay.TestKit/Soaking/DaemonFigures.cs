using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Soaking;

/// <summary>What a process takes of its machine, as <c>/proc</c> says.</summary>
/// <param name="ResidentBytes">Memory in RAM (VmRSS).</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Descriptors">Its open files, sockets among them.</param>
public sealed record DaemonFigures(long ResidentBytes, int Threads, int Descriptors)
{
    /// <summary>Beside the share that is allowed: what a runtime moves within by itself, whatever is done to it.</summary>
    public static DaemonFigures Noise { get; } = new(8 << 20, 2, 4);

    public static DaemonFigures Of(int processId) => new(SystemProcess.ResidentBytes(processId), Count($"/proc/{processId}/task"), Count($"/proc/{processId}/fd"));

    /// <summary>The least of each over a quiet time, so that neither a thread that has just no work nor rubbish not yet collected counts.</summary>
    public static async Task<DaemonFigures> QuietAsync(int processId, TimeSpan quiet)
    {
        var deadline = Deadline.In(quiet);
        var least = Of(processId);
        while (!deadline.Passed)
        {
            await deadline.PauseAsync(TimeSpan.FromMilliseconds(200));
            var now = Of(processId);
            least = new DaemonFigures(Math.Min(least.ResidentBytes, now.ResidentBytes), Math.Min(least.Threads, now.Threads), Math.Min(least.Descriptors, now.Descriptors));
        }

        return least;
    }

    /// <summary>What has grown beyond <paramref name="share"/> of what it was, plus <see cref="Noise"/>; empty when nothing has.</summary>
    public IReadOnlyList<string> GrownSince(DaemonFigures before, double share)
    {
        var grown = new List<string>();
        if (ResidentBytes > (before.ResidentBytes * (1 + share)) + Noise.ResidentBytes) grown.Add($"memory grew from {Mebibytes(before)} to {Mebibytes(this)} MiB");
        if (Threads > (before.Threads * (1 + share)) + Noise.Threads) grown.Add($"threads grew from {before.Threads} to {Threads}");
        if (Descriptors > (before.Descriptors * (1 + share)) + Noise.Descriptors) grown.Add($"descriptors grew from {before.Descriptors} to {Descriptors}");
        return grown;
    }

    public override string ToString() => $"{Mebibytes(this)} MiB, {Threads} threads, {Descriptors} descriptors";

    private static string Mebibytes(DaemonFigures figures) => (figures.ResidentBytes / 1048576.0).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);

    private static int Count(string folder) => Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder).Length : 0;
}
