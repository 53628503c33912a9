using Mainstay.Bench.Failover;
using Mainstay.Bench.Failover.Reports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

// Measures the gap in which no write is acknowledged when a primary crashes, hangs or is exchanged: Mainstay beside Redis Sentinel.
//   dotnet build -c Release && dotnet run -c Release --no-build --project bench/Mainstay.Bench.Failover [-- OPTIONS]
if (args is ["--help" or "-h"])
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"failover-bench: {wrong.Message}{Environment.NewLine}{BenchOptions.Usage}");
    return 2;
}

await using var rounds = new Rounds(options);
try
{
    await rounds.StartAsync();
}
catch (FileNotFoundException missing)
{
    Console.Error.WriteLine($"failover-bench: {missing.Message}");
    return 2;
}

var started = DateTimeOffset.UtcNow;
var server = (await OwnedProcess.RunAsync("redis-server", ["--version"], Deadline.InSeconds(10))).Output.Trim();
FailoverReport Report() => new(started, Environment.ProcessorCount, server, options.Writers, options.Rate, options.SentinelMinReplicas, rounds.Cells);
for (var round = 1; round <= options.Runs; round++)
{
    await rounds.RunAsync(round);
    if (options.Json is { } file) await File.WriteAllTextAsync(file, Report().ToJson());
}

Console.Write(Report().ToTable());
var broken = rounds.Cells.SelectMany(cell => cell.Broken.Select(promise => $"{cell.Event}, {cell.Client}: {promise}")).ToList();
foreach (var promise in broken) Console.Error.WriteLine($"Not as promised: {promise}");
return broken.Count == 0 ? 0 : 1;
