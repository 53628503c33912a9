using System.Text.Json;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary><c>mainstay serve</c> with the one redis-server that it starts, in a folder of its own; neither outlives this.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private const string Settings = "mainstay.yaml";
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly PortOffset _ports = PortOffset.Reserve();
    private OwnedProcess? _process;
    private DataServer? _server;

    private Daemon()
    {
    }

    public int Port => _ports.Primary;

    /// <summary>Where clients speak TLS, when it was started with a certificate.</summary>
    public int TlsPort => _ports.Reader;

    public int ProcessId => _process!.Id;

    public DataServer Server => _server!;

    /// <summary>What <c>mainstay validate</c> has against such a configuration; null when it takes it.</summary>
    public static async Task<string?> RefusalAsync(bool dedicated, Certificate? certificate)
    {
        await using var daemon = new Daemon();
        await daemon.WriteAsync(dedicated, certificate);
        var result = await OwnedProcess.RunAsync(MainstayProgram.Path, ["validate", "-c", Settings], Deadline.InSeconds(30), daemon._folder.Path);
        return result.Status == 0 ? null : $"{result.Errors}{result.Output}".ReplaceLineEndings(" ").Trim();
    }

    /// <exception cref="TimeoutException">It did not serve in time; the message has its log.</exception>
    public static async Task<Daemon> StartAsync(bool dedicated, Certificate? certificate, CancellationToken cancellationToken)
    {
        var daemon = new Daemon();
        try
        {
            await daemon.WriteAsync(dedicated, certificate);
            daemon._process = RoomyProcess.Start(MainstayProgram.Path, ["serve", "-c", Settings], daemon._folder.Path);
            await Readiness.AwaitAsync(daemon._process, daemon.Port, tls: false, "the daemon", cancellationToken);
            daemon._server = new DataServer(daemon._ports.Node(1), daemon.NodeProcess());
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="TimeoutException">Nobody answers at <see cref="TlsPort"/>; the message has the daemon's log.</exception>
    public Task AnswersTlsAsync(CancellationToken cancellationToken) => Readiness.AwaitAsync(_process!, TlsPort, tls: true, "the daemon's TLS endpoint", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
        _ports.Dispose();
    }

    private Task WriteAsync(bool dedicated, Certificate? certificate) => File.WriteAllTextAsync(_folder.Combine(Settings), DaemonFile.Text(_ports, dedicated, certificate));

    private int NodeProcess()
    {
        using var identity = JsonDocument.Parse(File.ReadAllBytes(_folder.Combine("data", "nodes", $"{DaemonFile.Node}.json")));
        return identity.RootElement.GetProperty("processId").GetInt32();
    }
}
