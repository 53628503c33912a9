using System.Globalization;
using System.Net.Sockets;
using Mainstay.Bench.Memcached.Cells;
using Mainstay.Bench.Memcached.Keys;
using Mainstay.Bench.Memcached.Load;
using Mainstay.Bench.Memcached.ManyKeys;
using Mainstay.Bench.Memcached.Metering;
using Mainstay.Bench.Memcached.Reports;
using Mainstay.Bench.Memcached.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Memcached;

/// <summary>
/// Runs every cell of a round with all systems in turn, each time another one first: whatever else the machine does in these minutes befalls
/// all of them alike.
/// </summary>
internal sealed class Rounds(BenchOptions options, Field field, Board board)
{
    private int _size;

    public static bool IsFailure(Exception exception) => exception is LoadFailedException or InvalidOperationException or IOException or SocketException or TimeoutException;

    /// <summary>Loads every system and forgets the figures: a runtime compiles again what is called often. What fails here fails in its cell again, and is told there.</summary>
    public async Task WarmAsync(CancellationToken cancellationToken)
    {
        foreach (var cell in new[] { CellMatrix.Fifty, CellMatrix.Pipelined, CellMatrix.Fifty })
            foreach (var system in field.Systems) await TryAsync($"warming {system.Name}", () => MeasureAsync(cell, system, cancellationToken), _ => { }, told: false);
    }

    /// <param name="number">Of this round, from 1. The first has all cells, later ones the named cells.</param>
    public async Task RunAsync(int number, CancellationToken cancellationToken)
    {
        var cells = number == 1 ? options.Cells : options.Cells.Intersect(CellMatrix.Named);
        foreach (var (place, cell) in cells.Index())
        {
            foreach (var system in InTurn(number + place))
                await TryAsync($"{number}/{options.Rounds} {cell}, {system.Name}", () => MeasureAsync(cell, system, cancellationToken), figures => board.Add(cell, system.Kind, figures), told: true);
        }

        await LoadAsync(CellMatrix.Fifty.Size);
        foreach (var system in InTurn(number))
        {
            await TryAsync($"{number}/{options.Rounds} get of {ManyKeysRun.Keys} keys, {system.Name}",
                () => Task.Run(() => ManyKeysRun.Run(system, options.Length, number), cancellationToken), figures => board.Add(system.Kind, figures), told: true);
        }
    }

    private IEnumerable<MeasuredSystem> InTurn(int first) => field.Systems.Select((_, i) => field.Systems[(first + i) % field.Systems.Count]);

    private async Task TryAsync<T>(string what, Func<Task<T>> measure, Action<T> add, bool told)
    {
        try
        {
            var figures = await measure();
            add(figures);
            if (told) await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what}: {figures}"));
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            if (told) board.Failures.Add($"{what}: {exception.Message}");
            await Console.Error.WriteLineAsync($"{what}: failed: {exception.Message}");
        }
    }

    private async Task<Figures> MeasureAsync(Cell cell, MeasuredSystem system, CancellationToken cancellationToken)
    {
        await LoadAsync(cell.Size);
        var nodes = await field.Daemon.NodeProcessesAsync();
        var (proxyBefore, nodesBefore) = (ProcessCpu.Of(system.Processes), ProcessCpu.Of(nodes));
        var load = await LoadGenerator.RunAsync(new LoadOrder(cell, system.Ports, options.Length.TotalSeconds), cancellationToken);
        var (proxy, behind) = (ProcessCpu.Of(system.Processes) - proxyBefore, ProcessCpu.Of(nodes) - nodesBefore);
        return new Figures(load.CommandsPerSecond, load.P50Ms, load.P99Ms, proxy.TotalMicroseconds / load.Commands, behind.TotalMicroseconds / load.Commands);
    }

    private async Task LoadAsync(int size)
    {
        if (_size == size) return;
        await Keyspace.LoadAsync(field.Daemon.NodePorts, size);
        _size = size;
    }
}
