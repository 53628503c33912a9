using System.Net.Sockets;
using System.Runtime.InteropServices;
using Mainstay.Bench.Memcached;
using Mainstay.Bench.Memcached.Load;

// Measures what a memcached configuration endpoint costs beside twemproxy and direct connections, all before the same nodes.
//   dotnet build -c Release && dotnet run -c Release --no-build --project bench/Mainstay.Bench.Memcached [-- OPTIONS]
if (args is ["--help" or "-h"])
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

// The process that loads is this program again.
if (args is [LoadOrder.Verb, ..]) return LoadRun.Print(args);

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"memcached-bench: {wrong.Message}{Environment.NewLine}{BenchOptions.Usage}");
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
    Console.Error.WriteLine("memcached-bench: ended before its time; all that it started is gone");
    return 130;
}
catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or IOException or SocketException)
{
    Console.Error.WriteLine($"memcached-bench: {failure.Message}");
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
