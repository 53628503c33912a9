using Mainstay.Bench.Failover.Reports;
using Mainstay.Bench.Failover.Sentinels;
using Mainstay.Bench.Failover.Systems;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Writing;

namespace Mainstay.Bench.Failover;

/// <summary>
/// Runs every cell once a round, the systems in turn: whatever else the machine does in these minutes befalls all of them alike.
/// </summary>
internal sealed class Rounds(BenchOptions options) : IAsyncDisposable
{
    private readonly Dictionary<SystemKind, IFailoverSystem> _systems = [];
    private readonly Dictionary<Cell, List<FleetResult>> _results = [];
    private readonly Dictionary<Cell, int> _failed = [];

    /// <summary>Every cell that was measured so far.</summary>
    public IReadOnlyList<CellReport> Cells => [.. Order().Where(_results.ContainsKey).Select(cell => CellReport.Of(cell, _results[cell], _failed.GetValueOrDefault(cell)))];

    /// <summary>Starts what is to be measured: a program that is missing is known before anything is measured.</summary>
    public async Task StartAsync()
    {
        foreach (var system in options.Systems) _systems[system] = await StartAsync(system);
    }

    /// <param name="number">Of this round, from 1.</param>
    public async Task RunAsync(int number)
    {
        foreach (var cell in Order())
        {
            var results = _results.TryGetValue(cell, out var known) ? known : _results[cell] = [];
            try
            {
                var result = await MeasureAsync(cell, number);
                results.Add(result);
                Console.Error.WriteLine($"{number}/{options.Runs} {cell}: {result}");
            }
            catch (TimeoutException late)
            {
                // Told and counted; the next run of that system has a new group.
                _failed[cell] = _failed.GetValueOrDefault(cell) + 1;
                Console.Error.WriteLine($"{number}/{options.Runs} {cell}: failed: {late.Message}");
                await _systems[cell.System].DisposeAsync();
                _systems[cell.System] = await StartAsync(cell.System);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var system in _systems.Values) await system.DisposeAsync();
    }

    private Task<IFailoverSystem> StartAsync(SystemKind system) => system == SystemKind.Mainstay ? MainstaySystem.StartAsync() : SentinelSystem.StartAsync(options.SentinelMinReplicas);

    private async Task<FleetResult> MeasureAsync(Cell cell, int number)
    {
        var system = _systems[cell.System];
        await using var clients = await system.OpenAsync(cell.Client);
        return await GapRuns.MeasureOnceAsync(system, cell.Event, new FleetOptions
        {
            Port = system.Port,
            Run = $"{cell}-{number}",
            Writers = options.Writers,
            WritesPerSecond = options.Rate,
            Kinds = [WriteKind.Set],
            Client = clients.ClientOf,
        });
    }

    private IEnumerable<Cell> Order() =>
        from happening in options.Events from client in options.Clients from system in options.Systems select new Cell(happening, client, system);
}
