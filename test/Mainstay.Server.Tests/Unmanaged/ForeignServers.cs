using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;
using Mainstay.Server.Web;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Servers;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Unmanaged;

/// <summary>Three servers that the test starts, as others would, and a daemon that is told where they are.</summary>
internal sealed class ForeignServers : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly string[] _settings;
    private Daemon? _daemon;

    private readonly Func<int, Task<RespClient>> _connect;

    private ForeignServers(string[] settings, Func<int, Task<RespClient>> connect) => (_settings, _connect) = (settings, connect);

    public List<RedisServer> Servers { get; } = [];

    public int Primary { get; } = FreePorts.One();

    public int Reader { get; } = FreePorts.One();

    public GroupView View => _daemon!.Groups[0].View();

    public GroupDetailView Detail => _daemon!.Groups[0].Detail();

    /// <summary>Three servers on ports of the system; none follows another.</summary>
    public static Task<ForeignServers> StartAsync(params string[] settings) => StartAsync(3, RespClient.ConnectAsync, settings);

    /// <summary>So many, which clients reach as <paramref name="connect"/> does.</summary>
    public static async Task<ForeignServers> StartAsync(int count, Func<int, Task<RespClient>> connect, params string[] settings)
    {
        var group = new ForeignServers(settings, connect);
        for (var n = 0; n < count; n++) group.Servers.Add(await RedisServer.StartAsync(0, connect, settings));
        return group;
    }

    /// <summary>The daemon looks after them from now on.</summary>
    public async Task LookAfterAsync(NodeAccess? access = null, string host = "127.0.0.1", NodeTlsSpec? tls = null)
    {
        var web = FreePorts.One();
        var spec = new DaemonSpec
        {
            Name = "test",
            Data = _folder.Combine("data"),
            Web = new NodeAddress("127.0.0.1", web),
            Groups =
            [
                new GroupSpec
                {
                    Name = "orders",
                    Access = access,
                    NodeTls = tls,
                    Nodes = [.. Servers.Select((server, n) => new NodeSpec { Name = $"orders-00{n + 1}", Address = new NodeAddress(host, server.Port), Managed = false })],
                    Endpoints = [new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", Primary)), new EndpointSpec(EndpointKind.Reader, new NodeAddress("127.0.0.1", Reader))],
                },
            ],
        };
        _daemon = await Daemon.StartAsync(spec, TimeProvider.System, NullLoggerFactory.Instance, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Awaits that <paramref name="primary"/> leads and all others follow.</summary>
    public Task WholeAsync(string primary, Deadline deadline) => Eventually.FineAsync(
        () => View is { State: "serving" } view && view.Primary == primary && view.Nodes.All(node => node.Health == "online") ? null
            : $"{View.State}, {View.Primary}: {string.Join(", ", View.Nodes.Select(node => $"{node.Name} {node.Role} {node.Health}"))}; {Detail.Reason}; {string.Join(" | ", Remarks())}",
        deadline, $"{primary} leads a whole group");

    public IEnumerable<string> Remarks() => Detail.Details.SelectMany(node => node.Remarks.Select(remark => $"{node.Name} {remark}"));

    public Task<OperatorReply> OrderAsync(OperatorRequest request) => _daemon!.Groups[0].Controller.AskAsync(request, TestContext.Current.CancellationToken);

    /// <summary>The server of a node is started again where it was, as its supervisor would.</summary>
    public async Task StartAgainAsync(int index)
    {
        var port = Servers[index].Port;
        await Servers[index].DisposeAsync();
        Servers[index] = await RedisServer.StartAsync(port, _connect, _settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is not null) await _daemon.DisposeAsync();
        foreach (var server in Servers) await server.DisposeAsync();
        _folder.Dispose();
    }
}
