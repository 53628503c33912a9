using System.Globalization;
using System.Text.Json;
using Mainstay.Bench.Dns;
using Mainstay.TestKit.Names;

// Measures the daemon's name server: queries a second over UDP with the processor time that they take, and how long after a publication the
// new answer is served, over switchovers of a group whose names lead to its nodes.
//   dotnet build -c Release && artifacts/bin/Mainstay.Bench.Dns/release/bench-dns [SECONDS [SWITCHOVERS]]
// A table on standard error, JSON on standard output. Exit 1 when a figure is worse than promised.
var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var switchovers = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
await using var group = await DirectGroup.StartAsync();
var loads = new List<LoadFigures>();
foreach (var sockets in (int[])[1, 4, 16]) loads.Add(await QueryLoad.RunAsync(group, sockets, TimeSpan.FromSeconds(seconds)));
var latency = await AnswerLatency.RunAsync(group, switchovers);
var report = new DnsReport(loads, latency);
Console.Error.WriteLine(report.Table());
Console.WriteLine(JsonSerializer.Serialize(report, DnsReport.Shape));
return report.Kept ? 0 : 1;
