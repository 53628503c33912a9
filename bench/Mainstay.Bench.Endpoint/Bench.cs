using Mainstay.Bench.Endpoint.Metering;
using Mainstay.Bench.Endpoint.Programs;
using Mainstay.Bench.Endpoint.Reports;
using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Measuring;

namespace Mainstay.Bench.Endpoint;

/// <summary>The whole measurement.</summary>
internal sealed class Bench(BenchOptions options)
{
    private static readonly IdleGreeting Ping = new("*1\r\n$4\r\nPING\r\n"u8.ToArray(), "+PONG\r\n"u8.ToArray());
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();
    private readonly Board _board = new();
    private readonly Dictionary<string, IdleFigures> _idleMemory = [];
    private readonly Dictionary<string, string> _notBuilt = [], _tls = [];
    private IReadOnlyDictionary<string, string> _versions = new Dictionary<string, string>();
    private IReadOnlyDictionary<string, double> _idleCpu = new Dictionary<string, double>();

    public EndpointReport Report => new(_started, Environment.ProcessorCount, _versions, [.. _board.Cells.SelectMany(cell => _board.SystemsOf(cell).Select(system => CellReport.Of(_board, cell, system)))],
        _idleCpu, _idleMemory, _tls, new Verdicts(_board, _idleMemory).All(), _notBuilt, _board.Failures);

    /// <exception cref="TimeoutException">Nothing could be measured.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // 1. What it takes.
        await NeededPrograms.InstallAsync(options.Systems);
        await RoomyProcess.LookAsync();
        _versions = await ProgramVersions.ReadAsync();

        // 2. Cells, in turn.
        await using (var field = await Field.StartAsync(options.Systems, cancellationToken))
        {
            foreach (var (system, refusal) in field.NotBuilt) _notBuilt[system.Name()] = refusal;
            foreach (var (system, why) in field.NotStarted) _board.Failures.Add($"{system.Name()} did not start: {why}");
            foreach (var system in field.Systems.Where(system => system.Kind.IsTls())) _tls[system.Kind.Name()] = await TlsGreeting.AskAsync(system.Port, cancellationToken);
            _idleCpu = await IdleCpu.MeasureAsync(field.Systems, options.Length, cancellationToken);
            var rounds = new Rounds(options, field, _board);
            await rounds.WarmAsync(cancellationToken);
            for (var round = 1; round <= options.Rounds; round++)
            {
                await rounds.RunAsync(round, cancellationToken);
                await SaveAsync(cancellationToken);
            }
        }

        // 3. Memory of idle clients, with processes that have had no load.
        var kinds = options.Systems.Where(kind => kind is SystemKind.HAProxy or SystemKind.Ours).ToList();
        if (options.Idle == 0 || kinds.Count == 0) return;
        await using var fresh = await Field.StartAsync(kinds, cancellationToken);
        foreach (var system in fresh.Systems) await MeasureIdleAsync(system, cancellationToken);
        await SaveAsync(cancellationToken);
    }

    private async Task MeasureIdleAsync(IEndpointSystem system, CancellationToken cancellationToken)
    {
        try
        {
            _idleMemory[system.Kind.Name()] = await IdleMemory.MeasureAsync(system.Port, system.Processes, Math.Min(options.Idle, RoomyProcess.MostClients - 50), Ping, cancellationToken);
        }
        catch (IOException failure)
        {
            _board.Failures.Add($"idle memory of {system.Kind.Name()}: {failure.Message}");
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (options.Json is { } file) await File.WriteAllTextAsync(file, Report.ToJson(), cancellationToken);
    }
}
