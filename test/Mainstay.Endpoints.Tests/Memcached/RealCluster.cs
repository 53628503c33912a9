using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Transport;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Servers;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>Real memcached processes, the endpoint in front of them, and a controller's part played by the test.</summary>
internal sealed class RealCluster : IAsyncDisposable
{
    private readonly List<MemcachedServer> _servers;
    private readonly List<TextClient> _clients = [];
    private readonly EventLoops _loops;
    private long _revision;

    private RealCluster(List<MemcachedServer> servers, Func<ClusterSpec, ClusterSpec> more, int loops, TransportKind kind)
    {
        _servers = servers;
        _loops = new EventLoops(loops, kind, TimeProvider.System, NullLoggerFactory.Instance);
        Endpoints = new ClusterEndpoints(
            more(new ClusterSpec
            {
                Name = "pages",
                Nodes = [.. servers.Select((server, i) => new NodeSpec { Name = NameOf(i), Address = new NodeAddress("127.0.0.1", server.Port) })],
                Endpoints = [new EndpointSpec(EndpointKind.Configuration, new NodeAddress("127.0.0.1", 0))],
            }),
            _loops,
            TimeProvider.System,
            NullLoggerFactory.Instance);
        Nodes = [.. servers.Select((server, i) => new ClusterNode(NameOf(i), new NodeAddress("127.0.0.1", server.Port), NodeHealth.Online) { Ip = "127.0.0.1", Life = 1, Version = "1.6.18" })];
    }

    public ClusterEndpoints Endpoints { get; }

    public ImmutableArray<ClusterNode> Nodes { get; private set; }

    public long Version { get; set; } = 7;

    public int Port => Endpoints.Status[0].Address.Port;

    public EndpointFigures Figures => Endpoints.Status[0].Figures;

    public MemcachedServer Server(int index) => _servers[index];

    public static async Task<RealCluster> StartAsync(int nodes = 2, Func<ClusterSpec, ClusterSpec>? more = null, bool publish = true, int loops = 1, string[]? options = null, TransportKind? kind = null)
    {
        var servers = new List<MemcachedServer>();
        for (var i = 0; i < nodes; i++) servers.Add(await MemcachedServer.StartAsync(0, options ?? []));
        var cluster = new RealCluster(servers, more ?? (static spec => spec), loops, kind ?? EventLoops.DefaultKind);
        await cluster.Endpoints.StartAsync(static _ => null, TestContext.Current.CancellationToken);
        if (publish) await cluster.PublishAsync();
        return cluster;
    }

    /// <summary>Bytes that the first loop's thread ever allocated.</summary>
    public async Task<long> AllocatedAsync()
    {
        var bytes = 0L;
        await _loops.All[0].InvokeAsync(() => bytes = GC.GetAllocatedBytesForCurrentThread());
        return bytes;
    }

    public async Task<TextClient> ConnectAsync()
    {
        var client = await TextClient.ConnectAsync(Port);
        _clients.Add(client);
        return client;
    }

    public async Task<TextClient> ConnectToAsync(int node)
    {
        var client = await TextClient.ConnectAsync(_servers[node].Port);
        _clients.Add(client);
        return client;
    }

    public Task PublishAsync() => Endpoints.PublishAsync(new ClusterTopology { Cluster = "pages", Version = Version, Revision = ++_revision, Nodes = Nodes });

    public Task ChangeAsync(int node, Func<ClusterNode, ClusterNode> how)
    {
        Nodes = Nodes.SetItem(node, how(Nodes[node]));
        return PublishAsync();
    }

    /// <summary>Changes all nodes at once.</summary>
    public Task ChangeAllAsync(Func<ClusterNode, ClusterNode> how)
    {
        Nodes = [.. Nodes.Select(how)];
        return PublishAsync();
    }

    /// <summary>The node ended; another process takes its place at the same port once <see cref="RestartAsync"/> is called.</summary>
    public Task KillAsync(int node) => _servers[node].KillAsync();

    public async Task RestartAsync(int node)
    {
        await _servers[node].DisposeAsync();
        _servers[node] = await MemcachedServer.StartAsync(_servers[node].Port);
    }

    /// <summary>Which node has a key.</summary>
    public async Task<int> OwnerAsync(string key)
    {
        using var client = await TextClient.ConnectAsync(Port);
        await client.SetAsync(key, "where");
        for (var i = 0; i < _servers.Count; i++)
        {
            using var direct = await TextClient.ConnectAsync(_servers[i].Port);
            if (await direct.GetAsync(key) == "where") return i;
        }

        throw new InvalidOperationException($"no node has {key}");
    }

    /// <summary>A key that a node has.</summary>
    public async Task<string> KeyOfAsync(int node, string prefix = "key")
    {
        for (var i = 0; ; i++)
            if (await OwnerAsync($"{prefix}{i}") == node) return $"{prefix}{i}";
    }

    public Task CountedAsync(Func<EndpointFigures, long> figure, long count) =>
        Eventually.GetAsync(() => Task.FromResult(figure(Figures)), value => value == count, Deadline.InSeconds(10), $"a figure is {count}");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await Endpoints.DisposeAsync();
        _loops.Dispose();
        foreach (var server in _servers) await server.DisposeAsync();
    }

    private static string NameOf(int index) => $"pages-{index + 1:000}";
}
