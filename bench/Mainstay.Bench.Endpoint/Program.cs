using System.Net.Sockets;
using System.Runtime.InteropServices;
using Mainstay.Bench.Endpoint;

// Measures what the endpoint costs beside HAProxy, nginx and twemproxy, all before the same redis-server.
//   dotnet build -c Release && dotnet run -c Release --no-build --project bench/Mainstay.Bench.Endpoint [-- OPTIONS]
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
    Console.Error.WriteLine($"endpoint-bench: {wrong.Message}{Environment.NewLine}{BenchOptions.Usage}");
    return 2;
}

// What was started is in sessions of its own, which a terminal's Ctrl-C does not reach: it is ended on the way out.
using var ended = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
var bench = new Bench(options);
try
{
    await bench.RunAsync(ended.Token);
}
catch (OperationCanceledException) when (ended.IsCancellationRequested)
{
    Console.Error.WriteLine("endpoint-bench: ended before its time; all that it started is gone");
    return 130;
}
catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or IOException or SocketException)
{
    Console.Error.WriteLine($"endpoint-bench: {failure.Message}");
    return 3;
}

var report = bench.Report;
Console.Write(report.ToTable());
return report.Failures.Count == 0 ? 0 : 3;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ended.Cancel();
}
