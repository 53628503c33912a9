using Mainstay.Bench.Memcached;
using Mainstay.Bench.Memcached.Load;
using Mainstay.TestKit.Benching;

// The process that loads is this program again.
if (args is [LoadOrder.Verb, ..]) return LoadRun.Print(args);

// Measures what a memcached configuration endpoint costs beside twemproxy and direct connections, all before the same nodes.
//   dotnet build -c Release && dotnet run -c Release --no-build --project bench/Mainstay.Bench.Memcached [-- OPTIONS]
return await BenchProgram.RunAsync("memcached-bench", BenchOptions.Usage, args, BenchOptions.Parse, static async (options, ended) =>
{
    var bench = new Bench(options);
    await bench.RunAsync(ended);
    Console.Write(bench.Report.ToTable());
    return bench.Report.Failures.Count == 0 ? 0 : 3;
});
