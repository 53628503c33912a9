using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Endpoints.Transport;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>
/// A server and an endpoint in front of it. One server for both ways: the order of its tables depends on a number that it draws at its start,
/// and so is the same both times only within one process.
/// </summary>
internal sealed class CorpusFixture : IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly EventLoops _loops;
    private readonly GroupEndpoints _endpoints;

    private CorpusFixture(RedisServer server, EventLoops loops, GroupEndpoints endpoints) => (_server, _loops, _endpoints) = (server, loops, endpoints);

    public int Direct => _server.Port;

    public int Through => _endpoints.Status[0].Address.Port;

    public static async Task<CorpusFixture> StartAsync(UpstreamUse upstream)
    {
        // Nothing that depends on how long something took, and tables that grow by use alone.
        var server = await RedisServer.StartAsync(0, "--slowlog-log-slower-than", "-1", "--activerehashing", "no");
        await SettleAsync(server.Port);
        var address = new NodeAddress("127.0.0.1", server.Port);
        var loops = new EventLoops(1, EventLoops.DefaultKind, TimeProvider.System, NullLoggerFactory.Instance);
        var endpoints = new GroupEndpoints(
            new GroupSpec
            {
                Name = "main",
                Upstream = upstream,
                Nodes = [new NodeSpec { Name = "main-001", Address = address }],
                Endpoints = [new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", 0))],
            },
            null,
            loops,
            TimeProvider.System,
            NullLoggerFactory.Instance);
        var runId = (await DataNode.InfoAsync(server.Port, "server"))["run_id"];
        var replicationId = (await DataNode.InfoAsync(server.Port, "replication"))["master_replid"];
        await endpoints.StartAsync(TestContext.Current.CancellationToken);
        endpoints.Publish(new GroupTopology
        {
            Group = "main",
            Term = 1,
            Revision = 1,
            State = GroupState.Serving,
            Primary = new PrimaryIdentity("main-001", runId, replicationId, -1),
            Nodes = [new TopologyNode("main-001", address, NodeRole.Primary, NodeHealth.Online, runId)],
        });
        return new CorpusFixture(server, loops, endpoints);
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoints.DisposeAsync();
        _loops.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Makes the server look up each of its commands often enough that its tables are at their final size: their order is told by <c>COMMAND</c>.</summary>
    private static async Task SettleAsync(int port)
    {
        using var client = await RespClient.ConnectAsync(port);
        var names = (await client.CallAsync("COMMAND", "LIST")).Items!.Select(name => name.Text!).ToList();
        foreach (var command in (await client.CallAsync("COMMAND")).Items!) names.AddRange(command.Items![9].Items!.Select(subcommand => subcommand.Items![0].Text!));
        for (var round = 0; round < 16; round++) await client.CallAsync(["COMMAND", "INFO", .. names]);
    }
}
