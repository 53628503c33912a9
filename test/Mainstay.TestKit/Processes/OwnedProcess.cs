using System.Diagnostics;
using System.Text;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Processes;

/// <summary>
/// A process that a test started: in a session of its own (so that its group is its id), its output kept, and ended without fail when it is
/// disposed.
/// </summary>
public sealed class OwnedProcess : IAsyncDisposable
{
    private const int MostOutput = 1 << 20;
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _errors = new();
    private readonly Task _ended;

    private OwnedProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ended = process.WaitForExitAsync();
    }

    /// <summary>Its process id, and that of its group and session.</summary>
    public int Id { get; }

    /// <summary>All lines of its standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>All lines of its standard error so far.</summary>
    public string Errors => Read(_errors);

    public bool Runs => SystemProcess.Runs(Id);

    /// <param name="program">Found on PATH, or a path.</param>
    /// <param name="arguments">Passed as they are.</param>
    /// <param name="folder">Working folder; null for the test's own.</param>
    /// <param name="environment">Set beside the test's own; a null value removes one.</param>
    public static OwnedProcess Start(string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // setsid becomes the program itself (same id), for what .NET starts leads no process group.
        var start = new ProcessStartInfo("/usr/bin/setsid", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        return new OwnedProcess(process);
    }

    /// <summary>Starts it, awaits its end and returns exit status and output.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it is killed.</exception>
    public static async Task<ProcessResult> RunAsync(string program, IEnumerable<string> arguments, Deadline deadline, string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        await using var process = Start(program, arguments, folder, environment);
        var status = await process.WaitAsync(deadline);
        return new ProcessResult(status, process.Output, process.Errors);
    }

    public void Send(Signal signal) => SystemProcess.Send(Id, signal);

    public void SendGroup(Signal signal) => SystemProcess.SendGroup(Id, signal);

    /// <summary>Awaits its end and returns its exit status (128 + signal when it was killed).</summary>
    public async Task<int> WaitAsync(Deadline deadline)
    {
        // The pipes may be held open by processes that it left behind; its own end is what counts.
        await Eventually.FineAsync(() => _ended.IsCompleted || _process.HasExited ? null : Describe(), deadline, $"process {Id} ends");
        await Task.WhenAny(_ended, Deadline.InSeconds(1).PauseAsync(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    /// <summary>Awaits a text on standard output or error.</summary>
    /// <exception cref="TimeoutException">It did not come, or the process ended without it.</exception>
    public Task PrintsAsync(string text, Deadline deadline) => Eventually.FineAsync(() =>
    {
        if (Output.Contains(text, StringComparison.Ordinal) || Errors.Contains(text, StringComparison.Ordinal)) return null;
        return _process.HasExited ? throw new TimeoutException($"The process ended with {_process.ExitCode} before it printed \"{text}\". {Describe()}") : Describe();
    }, deadline, $"process {Id} prints \"{text}\"");

    /// <summary>Its output and errors, for a failure's message.</summary>
    public string Describe() => $"output: {Output}{Environment.NewLine}errors: {Errors}";

    public async ValueTask DisposeAsync()
    {
        SystemProcess.SendGroup(Id, Signal.Continue);
        SystemProcess.SendGroup(Id, Signal.Kill);
        await Eventually.TrueAsync(() => _process.HasExited, Deadline.InSeconds(10), $"killed process {Id} is gone");
        _process.Dispose();
    }

    private static void Keep(StringBuilder into, string? line)
    {
        if (line is null) return;
        lock (into)
            if (into.Length < MostOutput) into.AppendLine(line);
    }

    private static string Read(StringBuilder from)
    {
        lock (from) return from.ToString();
    }
}
