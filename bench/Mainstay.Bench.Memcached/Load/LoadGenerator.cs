using System.Text.Json;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Memcached.Load;

/// <summary>Loads from another process, so that its CPU time is nobody's that is measured.</summary>
internal static class LoadGenerator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="LoadFailedException">A command was answered with something else than what was asked for, a connection was refused, or it took too long.</exception>
    public static async Task<LoadFigures> RunAsync(LoadOrder order, CancellationToken cancellationToken)
    {
        await using var process = RoomyProcess.Start(Environment.ProcessPath!, order.Arguments, Path.GetTempPath());
        await using var ended = cancellationToken.Register(() => process.SendGroup(Signal.Kill));
        try
        {
            var status = await process.WaitAsync(Deadline.In(TimeSpan.FromSeconds(order.Seconds) + Patience));
            cancellationToken.ThrowIfCancellationRequested();
            return status == 0 ? JsonSerializer.Deserialize<LoadFigures>(process.Output)! : throw new LoadFailedException($"the load ended with {status}: {process.Describe().Trim()}");
        }
        catch (Exception exception) when (exception is TimeoutException or JsonException)
        {
            throw new LoadFailedException(exception.Message);
        }
    }
}
