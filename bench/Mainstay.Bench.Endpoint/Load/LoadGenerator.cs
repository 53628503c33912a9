using System.Globalization;
using Mainstay.Bench.Endpoint.Cells;
using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Load;

/// <summary>redis-benchmark, with one thread.</summary>
/// <param name="certificate">What systems that speak TLS show.</param>
internal sealed class LoadGenerator(Certificate certificate)
{
    private const int MostCommands = 50_000_000;

    /// <summary>It opens 64 connections and then pauses for 50 ms, so that thousands take seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How many commands of <paramref name="cell"/> the system answers in <paramref name="length"/>, by a short trial, which also warms it.</summary>
    /// <exception cref="LoadFailedException">The trial failed.</exception>
    public async Task<int> CommandsForAsync(IEndpointSystem system, Cell cell, TimeSpan length, CancellationToken cancellationToken)
    {
        // A trial of a few hundred connections tells the rate of thousands well enough.
        var trial = cell with { Connections = Math.Min(cell.Connections, 400) };
        var commands = trial.Connections == 1 ? 4000 * trial.Pipeline : 20_000 * Math.Min(trial.Pipeline, 4);
        var rate = (await RunAsync(system, trial, commands, length, cancellationToken)).CommandsPerSecond;
        var wished = (int)Math.Clamp(rate * length.TotalSeconds, cell.Connections * cell.Pipeline, MostCommands);

        // Whole pipelines: with one that is not, redis-benchmark counts beyond the end and may take that for lost connections.
        return wished / cell.Pipeline * cell.Pipeline;
    }

    /// <param name="commands">How many are sent, over all connections.</param>
    /// <param name="length">How long that should take; it is given up after ten times as long and half a minute.</param>
    /// <exception cref="LoadFailedException">A command was answered with an error, a connection was refused, or it took too long.</exception>
    public async Task<LoadFigures> RunAsync(IEndpointSystem system, Cell cell, int commands, TimeSpan length, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-h", "127.0.0.1", "-p", Text(system.Port), "-t", cell.Test, "-d", Text(cell.Size), "-c", Text(cell.Connections), "-P", Text(cell.Pipeline),
            "-r", Text(Keyspace.Keys), "-n", Text(commands), "--csv",
            .. system.Kind.IsTls() ? ["--tls", "--cacert", certificate.CertificateFile, "--tls-ciphersuites", $"{TlsGreeting.Suite}"] : Array.Empty<string>(),
        ];
        await using var process = RoomyProcess.Start("redis-benchmark", arguments, Path.GetTempPath());
        await using var ended = cancellationToken.Register(() => process.SendGroup(Signal.Kill));
        try
        {
            var status = await process.WaitAsync(Deadline.In((length * 10) + Patience));
            cancellationToken.ThrowIfCancellationRequested();
            return status == 0 ? LoadFigures.Parse(process.Output) : throw new LoadFailedException($"redis-benchmark ended with {status}: {process.Describe().Trim()}");
        }
        catch (Exception exception) when (exception is TimeoutException or FormatException)
        {
            throw new LoadFailedException(exception.Message);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
