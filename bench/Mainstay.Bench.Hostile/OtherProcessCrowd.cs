using System.Diagnostics;
using System.Globalization;
using Mainstay.TestKit.Crowding;

namespace Mainstay.Bench.Hostile;

/// <summary>
/// A crowd in a process of its own, which gets what processor time nobody else wants: in life it has machines of its own, and what it costs
/// to be a crowd must not be taken for what it costs others.
/// </summary>
internal sealed class OtherProcessCrowd(string kind) : ICrowd
{
    private readonly ICrowd _here = Make(kind);
    private Process? _process;

    /// <summary>The crowds there are.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["one-byte", "slow-writers", "slow-readers"];

    /// <inheritdoc/>
    public string Name => _here.Name;

    /// <summary>What the process of a crowd does: it comes when told to by a line on its input, and goes when that ends. An exit code.</summary>
    public static async Task<int> RunHereAsync(string kind, int port)
    {
        using var crowd = Make(kind);
        using var leave = new CancellationTokenSource();
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        var pressing = crowd.PressAsync(port, leave.Token);
        await Console.In.ReadLineAsync();
        await leave.CancelAsync();
        await pressing;
        return 0;
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(int port)
    {
        await _here.PrepareAsync(port);
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--crowd", kind, "--port", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _process.PriorityClass = ProcessPriorityClass.Idle;
        if (await _process.StandardOutput.ReadLineAsync() != "ready") throw new InvalidOperationException("the crowd did not start");
    }

    /// <inheritdoc/>
    public async Task PressAsync(int port, CancellationToken stop)
    {
        var process = _process ?? throw new InvalidOperationException("the crowd is not prepared");
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync(CancellationToken.None);
        await process.WaitForExitAsync(stop).ContinueWith(static _ => { }, TaskScheduler.Default);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        if (process.ExitCode != 0) throw new InvalidOperationException("the crowd failed");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _here.Dispose();
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
    }

    private static ICrowd Make(string kind) => kind switch
    {
        "one-byte" => new OneByteCrowd(10_000),
        "slow-writers" => new SlowWriters(200),
        "slow-readers" => new SlowReaders(40),
        _ => throw new ArgumentException($"there is no crowd '{kind}'", nameof(kind)),
    };
}
