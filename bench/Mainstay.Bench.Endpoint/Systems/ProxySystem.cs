using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;

namespace Mainstay.Bench.Endpoint.Systems;

/// <summary>A peer, in a folder of its own.</summary>
internal sealed class ProxySystem : IEndpointSystem, IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private OwnedProcess? _process;

    private ProxySystem(SystemKind kind, DataServer server) => (Kind, Server) = (kind, server);

    public SystemKind Kind { get; }

    public int Port { get; } = FreePorts.One();

    public DataServer Server { get; }

    /// <summary>nginx has a worker beside its master; both are of the session that it was started in.</summary>
    public IReadOnlyList<int> Processes { get; private set; } = [];

    /// <exception cref="TimeoutException">It does not answer; the message has what it printed.</exception>
    public static async Task<ProxySystem> StartAsync(SystemKind kind, DataServer server, Certificate certificate, CancellationToken cancellationToken)
    {
        var proxy = new ProxySystem(kind, server);
        try
        {
            await proxy.LaunchAsync(certificate, cancellationToken);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task LaunchAsync(Certificate certificate, CancellationToken cancellationToken)
    {
        var setup = ProxySetups.Of(Kind, Port, Server.Port, certificate);
        await File.WriteAllTextAsync(_folder.Combine(setup.File), setup.Text, cancellationToken);
        _process = RoomyProcess.Start(setup.Program, setup.Arguments, _folder.Path);
        await Readiness.AwaitAsync(_process, Port, Kind.IsTls(), Kind.Name(), cancellationToken);
        Processes = [.. Directory.EnumerateDirectories("/proc").Select(entry => int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && SystemProcess.Group(id) == _process.Id)];
    }
}
