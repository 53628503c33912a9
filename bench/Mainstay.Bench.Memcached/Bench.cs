using Mainstay.Bench.Memcached.Kills;
using Mainstay.Bench.Memcached.Programs;
using Mainstay.Bench.Memcached.Reports;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Memcached;

/// <summary>The whole measurement.</summary>
internal sealed class Bench(BenchOptions options)
{
    private static readonly IdleGreeting Miss = new("get no-such-key\r\n"u8.ToArray(), "END\r\n"u8.ToArray());
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();
    private readonly Board _board = new();
    private IReadOnlyDictionary<string, string> _versions = new Dictionary<string, string>();

    public MemcachedReport Report => MemcachedReport.Of(_board, _started, _versions);

    /// <exception cref="TimeoutException">Nothing could be measured.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // 1. What it takes.
        await NeededPrograms.InstallAsync();
        await RoomyProcess.LookAsync();
        _versions = await NeededPrograms.VersionsAsync();

        // 2. Cells and gets of many keys in turn, then kills.
        await using (var field = await Field.StartAsync(options.Systems))
        {
            var rounds = new Rounds(options, field, _board);
            await rounds.WarmAsync(cancellationToken);
            for (var round = 1; round <= options.Rounds; round++)
            {
                await rounds.RunAsync(round, cancellationToken);
                await SaveAsync(cancellationToken);
            }

            for (var kill = 1; kill <= options.Kills; kill++) await KillAsync(field, kill, cancellationToken);
        }

        // 3. Memory of idle clients, with processes that have had no load.
        await SaveAsync(cancellationToken);
        if (options.Idle == 0) return;
        await using var fresh = await Field.StartAsync(options.Systems);
        foreach (var system in fresh.Systems.Where(system => system.Kind != SystemKind.Direct)) await MeasureIdleAsync(system, cancellationToken);
        await SaveAsync(cancellationToken);
    }

    private async Task KillAsync(Field field, int number, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (system, figures) in await KillRun.RunAsync(field, number % field.Daemon.NodePorts.Count, cancellationToken))
            {
                _board.Add(system, figures);
                await Console.Error.WriteLineAsync($"kill {number}/{options.Kills}, {MeasuredSystem.NameOf(system)}: {figures}");
            }
        }
        catch (Exception failure) when (Rounds.IsFailure(failure))
        {
            _board.Failures.Add($"kill {number}: {failure.Message}");
        }
    }

    private async Task MeasureIdleAsync(MeasuredSystem system, CancellationToken cancellationToken)
    {
        try
        {
            _board.Idle[system.Kind] = await IdleMemory.MeasureAsync(system.Ports[0], system.Processes, Math.Min(options.Idle, RoomyProcess.MostClients - 50), Miss, cancellationToken);
        }
        catch (IOException failure)
        {
            _board.Failures.Add($"idle memory of {system.Name}: {failure.Message}");
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (options.Json is { } file) await File.WriteAllTextAsync(file, Report.ToJson(), cancellationToken);
    }
}
