using System.Globalization;
using System.Text.Json;
using Mainstay.Bench.WriteGap;
using Mainstay.TestKit.Running;

// Measures the write gap: 50 writers, 1000 writes/s, through the primary endpoint of a group started for it.
//   dotnet build -c Release && dotnet run -c Release --project bench/Mainstay.Bench.WriteGap [-- RUNS [crash|hang|switchover …]]
// A table on standard error, JSON on standard output. Exit 1 when a figure is worse than promised.
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var kinds = args.Length > 1 ? [.. args[1..].Select(kind => Enum.Parse<GapEvent>(kind, ignoreCase: true))] : Enum.GetValues<GapEvent>();
await using var up = await UpProcess.StartAsync();
var reports = new List<GapReport>();
foreach (var kind in kinds)
{
    var table = await GapRuns.MeasureAsync(up, kind, runs, run => Console.Error.WriteLine($"{kind}: {run}"));
    Console.Error.WriteLine(table);
    reports.Add(GapReport.Of(kind, table));
}

Console.WriteLine(JsonSerializer.Serialize(reports, GapReport.Shape));
return reports.All(report => report.Kept) ? 0 : 1;
