using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Mainstay.TestKit.Benching;

/// <summary>
/// How a bench runs from a command line: its usage on demand, 2 for wrong options, 130 when it was ended from outside (what it started is ended
/// with it: in sessions of its own, which a terminal's Ctrl-C does not reach), 3 when something could not be measured.
/// </summary>
public static class BenchProgram
{
    /// <summary>Runs one; its exit code.</summary>
    /// <param name="name">The bench's, in front of each of its complaints.</param>
    /// <param name="usage">What <c>--help</c> prints.</param>
    /// <param name="args">Of the command line.</param>
    /// <param name="parse">Makes options of them; throws <see cref="FormatException"/> with what is wrong.</param>
    /// <param name="run">The bench; its exit code.</param>
    public static async Task<int> RunAsync<TOptions>(string name, string usage, string[] args, Func<IReadOnlyList<string>, TOptions> parse, Func<TOptions, CancellationToken, Task<int>> run)
    {
        if (args is ["--help" or "-h"])
        {
            Console.WriteLine(usage);
            return 0;
        }

        TOptions options;
        try
        {
            options = parse(args);
        }
        catch (FormatException wrong)
        {
            Console.Error.WriteLine($"{name}: {wrong.Message}{Environment.NewLine}{usage}");
            return 2;
        }

        using var ended = new CancellationTokenSource();
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        try
        {
            return await run(options, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            Console.Error.WriteLine($"{name}: ended before its time; all that it started is gone");
            return 130;
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or IOException or SocketException)
        {
            Console.Error.WriteLine($"{name}: {failure.Message}");
            return 3;
        }
    }
}
