using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Memcached;

/// <summary>A daemon by a file that has a memcached cluster and nothing else.</summary>
internal sealed class ClusterDaemon : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly PortOffset _ports = PortOffset.Reserve();
    private readonly List<OwnedProcess> _daemons = [];

    private ClusterDaemon(string more, IReadOnlyList<string>? addresses)
    {
        Cluster = new RunningCluster(_ports.Web, _ports.Configuration, [_ports.CacheNode(1), _ports.CacheNode(2)]);
        addresses ??= [.. Cluster.NodePorts.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"))];
        var nodes = addresses.Select((address, i) => string.Create(CultureInfo.InvariantCulture, $"      pages-{i + 1:000}: {{ address: \"{address}\" }}"));
        File.WriteAllText(Configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            version: 1
            data: data
            web: "127.0.0.1:{{Cluster.Web}}"
            clusters:
              pages:
                {{more}}
                nodes:
            {{string.Join('\n', nodes)}}
                endpoints: { configuration: "127.0.0.1:{{Cluster.Configuration}}" }

            """));
    }

    public RunningCluster Cluster { get; }

    /// <summary>The daemon, of the last start.</summary>
    public OwnedProcess Daemon => _daemons[^1];

    private string Configuration => _folder.Combine("mainstay.yaml");

    /// <summary>Starts it and awaits that all nodes serve.</summary>
    /// <param name="more">Further keys of the cluster, each on a line.</param>
    /// <param name="addresses">Where its nodes are; null for two free ports of loopback.</param>
    public static async Task<ClusterDaemon> StartAsync(string more = "failover: next", IReadOnlyList<string>? addresses = null)
    {
        var daemon = new ClusterDaemon(more.ReplaceLineEndings("\n    "), addresses);
        try
        {
            daemon.Launch();
            await daemon.WholeAsync();
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a daemon (again) and awaits nothing.</summary>
    public OwnedProcess Launch(params string[] more)
    {
        _daemons.Add(OwnedProcess.Start(MainstayProgram.Path, ["serve", "-c", Configuration, .. more], _folder.Path));
        return Daemon;
    }

    /// <summary>Awaits that all nodes serve.</summary>
    public async Task<ClusterView> WholeAsync(long version = 0)
    {
        try
        {
            return await Cluster.WholeAsync(Deadline.InSeconds(15), version);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{Daemon.Describe()}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons) await daemon.DisposeAsync();
        await SystemProcess.KillUsingFolderAsync(_folder.Path);
        _folder.Dispose();
        _ports.Dispose();
    }
}
