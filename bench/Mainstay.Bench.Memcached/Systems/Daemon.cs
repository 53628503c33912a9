using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Memcached.Systems;

/// <summary><c>mainstay serve</c> with the memcached processes that it starts, in a folder of its own; none of them outlives this.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private const int Nodes = 4;
    private const string SettingsFile = "mainstay.yaml";
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly PortOffset _ports = PortOffset.Reserve();
    private OwnedProcess? _process;

    private Daemon()
    {
    }

    /// <summary>The configuration endpoint's.</summary>
    public int Port => _ports.Primary;

    public IReadOnlyList<int> NodePorts => [.. Enumerable.Range(1, Nodes).Select(_ports.Node)];

    public int ProcessId => _process!.Id;

    /// <exception cref="TimeoutException">It did not serve in time; the message has its log.</exception>
    public static async Task<Daemon> StartAsync()
    {
        var daemon = new Daemon();
        try
        {
            await File.WriteAllTextAsync(daemon._folder.Combine(SettingsFile), daemon.Settings());
            daemon._process = RoomyProcess.Start(MainstayProgram.Path, ["serve", "-c", SettingsFile], daemon._folder.Path);
            await daemon.ServesAsync();
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>All nodes answer, and so does the endpoint.</summary>
    public Task ServesAsync() => Eventually.FineAsync(async () =>
    {
        if (!_process!.Runs) throw new TimeoutException($"the daemon ended: {_process.Describe()}");
        if (await HealthAsync() is var health && health.Count(word => word == "online") != Nodes) return $"nodes are {string.Join(", ", health)}; {_process.Describe()}";
        return await Answer.OfAsync(Port);
    }, Deadline.InSeconds(40), "the daemon serves");

    /// <summary>The health of each node, as the endpoint tells it.</summary>
    public async Task<IReadOnlyList<string>> HealthAsync()
    {
        if (await Answer.OfAsync(Port) is { } refusal) return [refusal];
        using var client = await TextClient.ConnectAsync(Port);
        return [.. (await client.UpToEndAsync("stats mainstay")).Split("\r\n").Where(line => line.Contains(":health ", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1])];
    }

    /// <summary>The process of a node now, by what it says itself.</summary>
    public async Task<int> NodeProcessAsync(int index)
    {
        using var client = await TextClient.ConnectAsync(NodePorts[index]);
        var line = (await client.UpToEndAsync("stats")).Split("\r\n").First(line => line.StartsWith("STAT pid ", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
    }

    public async Task<IReadOnlyList<int>> NodeProcessesAsync() => await Task.WhenAll(Enumerable.Range(0, Nodes).Select(NodeProcessAsync));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
        _ports.Dispose();
    }

    private string Settings() => string.Create(CultureInfo.InvariantCulture, $$"""
        version: 1
        data: data
        web: "127.0.0.1:{{_ports.Web}}"
        limits: { connections: 20000 }
        clusters:
          bench:
            memory: 256MiB
            connections: 4096
            threads: 1
            nodes:
        {{string.Join('\n', NodePorts.Select((port, i) => string.Create(CultureInfo.InvariantCulture, $"      bench-{i + 1:000}: {{ address: \"127.0.0.1:{port}\" }}")))}}
            endpoints: { configuration: "127.0.0.1:{{Port}}" }

        """);
}
