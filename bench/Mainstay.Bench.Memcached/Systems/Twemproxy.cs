using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Measuring;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Memcached.Systems;

/// <summary>twemproxy before the same nodes, in a folder of its own.</summary>
internal sealed class Twemproxy : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private OwnedProcess? _process;

    private Twemproxy()
    {
    }

    public int Port { get; } = FreePorts.One();

    public int ProcessId => _process!.Id;

    /// <exception cref="TimeoutException">It does not answer; the message has what it printed.</exception>
    public static async Task<Twemproxy> StartAsync(IReadOnlyList<int> nodes)
    {
        var proxy = new Twemproxy();
        try
        {
            await File.WriteAllTextAsync(proxy._folder.Combine("nutcracker.yml"), Settings(proxy.Port, nodes));
            proxy._process = RoomyProcess.Start("nutcracker",
                ["-c", "nutcracker.yml", "-o", "nutcracker.log", "-p", "nutcracker.pid", "-a", "127.0.0.1", "-s", FreePorts.One().ToString(CultureInfo.InvariantCulture)], proxy._folder.Path);
            await Eventually.FineAsync(async () => await Answer.OfAsync(proxy.Port) is { } refusal ? $"{refusal}; {proxy._process.Describe()}" : null, Deadline.InSeconds(20), "twemproxy answers");
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

    private static string Settings(int port, IReadOnlyList<int> nodes) => string.Create(CultureInfo.InvariantCulture, $"""
        bench:
          listen: 127.0.0.1:{port}
          hash: md5
          distribution: ketama
          auto_eject_hosts: false
          preconnect: true
          server_connections: 1
          backlog: 4096
          client_connections: {RoomyProcess.MostClients}
          servers:
        {string.Join('\n', nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"    - 127.0.0.1:{node}:1")))}

        """);
}
