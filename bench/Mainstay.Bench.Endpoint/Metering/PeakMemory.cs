using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Metering;

/// <summary>
/// The most memory in RAM that processes had since this was made: what the system noted (VmHWM) where it lets us begin anew, else the most
/// that was seen.
/// </summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30), Between = TimeSpan.FromMilliseconds(100);
    private readonly IReadOnlyList<int> _processes;
    private readonly bool _noted;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _watching;
    private long _seen;

    public PeakMemory(IReadOnlyList<int> processes)
    {
        _processes = processes;
        _noted = processes.All(TryReset);
        _watching = _noted ? Task.CompletedTask : WatchAsync();
    }

    public long Bytes => _noted ? _processes.Sum(NotedPeak) : Math.Max(_seen, Resident());

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
    }

    private long Resident() => _processes.Sum(SystemProcess.ResidentBytes);

    private async Task WatchAsync()
    {
        var deadline = Deadline.In(Longest);
        while (!_over.IsCancellationRequested && !deadline.Passed)
        {
            _seen = Math.Max(_seen, Resident());
            await deadline.PauseAsync(Between, _over.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>proc(5): 5 in <c>clear_refs</c> sets the peak to what there is now.</summary>
    private static bool TryReset(int processId)
    {
        try
        {
            File.WriteAllText($"/proc/{processId}/clear_refs", "5");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long NotedPeak(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
