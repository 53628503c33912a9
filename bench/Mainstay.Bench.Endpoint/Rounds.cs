using System.Globalization;
using System.Net.Sockets;
using Mainstay.Bench.Endpoint.Cells;
using Mainstay.Bench.Endpoint.Load;
using Mainstay.Bench.Endpoint.Metering;
using Mainstay.Bench.Endpoint.Reports;
using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Endpoint;

/// <summary>
/// Runs every cell of a round with all systems in turn, each time another one first: whatever else the machine does in these minutes befalls
/// all of them alike.
/// </summary>
internal sealed class Rounds(BenchOptions options, Field field, Board board)
{
    private readonly LoadGenerator _load = new(field.Certificate);
    private readonly Keyspace _keys = new();
    private readonly Dictionary<(Cell, SystemKind), int> _commands = [];

    /// <summary>
    /// Loads every system as the first cells do and forgets the figures: a runtime compiles again what is called often, and a cell is to
    /// measure what that leads to. What fails here fails in its cell again, and is told there.
    /// </summary>
    public async Task WarmAsync(CancellationToken cancellationToken)
    {
        foreach (var cell in new[] { CellMatrix.Fifty, CellMatrix.Pipelined })
        {
            foreach (var system in InTurn(cell, first: 0))
            {
                try
                {
                    await MeasureAsync(cell, system, cancellationToken);
                }
                catch (Exception exception) when (IsFailure(exception))
                {
                    await Console.Error.WriteLineAsync($"warming {system.Kind.Name()}: {exception.Message}");
                }
            }
        }

        // Rates of before that are too low.
        _commands.Clear();
    }

    /// <param name="number">Of this round, from 1. The first has all cells, later ones the named cells.</param>
    public async Task RunAsync(int number, CancellationToken cancellationToken)
    {
        foreach (var (place, cell) in (number == 1 ? options.Cells : CellMatrix.Named).Index())
        {
            foreach (var system in InTurn(cell, number + place)) await RunAsync(number, cell, system, cancellationToken);
        }
    }

    private static bool IsFailure(Exception exception) => exception is LoadFailedException or InvalidOperationException or IOException or SocketException;

    private IEnumerable<IEndpointSystem> InTurn(Cell cell, int first)
    {
        // Over TLS only the named cells are run: the others would tell the same of the encryption.
        var systems = field.Systems.Where(system => !system.Kind.IsTls() || CellMatrix.Named.Contains(cell)).ToList();
        return systems.Select((_, i) => systems[(first + i) % systems.Count]);
    }

    private async Task RunAsync(int number, Cell cell, IEndpointSystem system, CancellationToken cancellationToken)
    {
        var what = $"{number}/{options.Rounds} {cell}, {system.Kind.Name()}";
        try
        {
            var figures = await MeasureAsync(cell, system, cancellationToken);
            board.Add(cell, system.Kind, figures);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{what}: {figures.CommandsPerSecond:0}/s, p50 {figures.P50Ms:0.000} ms, proxy {figures.ProxyCpu:0.00} and server {figures.ServerCpu:0.00} CPU s/M"));
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            board.Failures.Add($"{what}: {exception.Message}");
            await Console.Error.WriteLineAsync($"{what}: failed: {exception.Message}");
        }
    }

    private async Task<Figures> MeasureAsync(Cell cell, IEndpointSystem system, CancellationToken cancellationToken)
    {
        await _keys.LoadAsync(system.Server, cell.Size);
        if (!_commands.TryGetValue((cell, system.Kind), out var commands))
            _commands[(cell, system.Kind)] = commands = await _load.CommandsForAsync(system, cell, options.Length, cancellationToken);

        await using var memory = new PeakMemory(system.Processes);
        int[] server = [system.Server.ProcessId];
        var (proxyBefore, serverBefore) = (ProcessCpu.Of(system.Processes), ProcessCpu.Of(server));
        var load = await _load.RunAsync(system, cell, commands, options.Length, cancellationToken);
        var (proxy, behind) = (ProcessCpu.Of(system.Processes) - proxyBefore, ProcessCpu.Of(server) - serverBefore);
        return new Figures(load.CommandsPerSecond, load.P50Ms, load.P99Ms, proxy.TotalMicroseconds / commands, behind.TotalMicroseconds / commands, memory.Bytes);
    }
}
