using Mainstay.Bench.Endpoint;
using Mainstay.TestKit.Benching;

// Measures what the endpoint costs beside HAProxy, nginx and twemproxy, all before the same redis-server.
//   dotnet build -c Release && dotnet run -c Release --no-build --project bench/Mainstay.Bench.Endpoint [-- OPTIONS]
return await BenchProgram.RunAsync("endpoint-bench", BenchOptions.Usage, args, BenchOptions.Parse, static async (options, ended) =>
{
    var bench = new Bench(options);
    await bench.RunAsync(ended);
    Console.Write(bench.Report.ToTable());
    return bench.Report.Failures.Count == 0 ? 0 : 3;
});
