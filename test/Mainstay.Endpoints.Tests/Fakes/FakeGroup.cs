using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Endpoints.Tests.Fakes;

/// <summary>Fake nodes, the endpoints in front of them, and a controller's part played by the test.</summary>
internal sealed class FakeGroup : IAsyncDisposable
{
    private readonly List<RespClient> _clients = [];
    private readonly EventLoops _loops;
    private ulong _revision;

    private FakeGroup(int nodes, HoldSpec hold, NodeIdentity? identity, UpstreamUse upstream, Func<GroupSpec, GroupSpec> more, TransportKind transport)
    {
        _loops = new EventLoops(2, transport, TimeProvider.System, NullLoggerFactory.Instance);
        var data = new FakeData();
        Nodes = [.. Enumerable.Range(1, nodes).Select(i => new FakeNode($"main-00{i}", data, i == 1))];
        Endpoints = new GroupEndpoints(
            more(new GroupSpec
            {
                Name = "main",
                Hold = hold,
                Upstream = upstream,
                Nodes = [.. Nodes.Select(node => new NodeSpec { Name = node.Name, Address = node.Address })],
                Endpoints = [new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", 0)), new EndpointSpec(EndpointKind.Reader, new NodeAddress("127.0.0.1", 0))],
            }),
            identity,
            _loops,
            TimeProvider.System,
            NullLoggerFactory.Instance);
    }

    public ImmutableArray<FakeNode> Nodes { get; }

    public GroupEndpoints Endpoints { get; }

    public ulong Term { get; private set; }

    public EndpointStatus Primary => Endpoints.Status[0];

    public EndpointStatus Reader => Endpoints.Status[1];

    public static async Task<FakeGroup> StartAsync(
        int nodes = 2, HoldSpec? hold = null, bool publish = true, NodeIdentity? identity = null, UpstreamUse upstream = UpstreamUse.Shared, Func<GroupSpec, GroupSpec>? more = null,
        TransportKind? transport = null)
    {
        var group = new FakeGroup(nodes, hold ?? new HoldSpec(), identity, upstream, more ?? (static spec => spec), transport ?? EventLoops.DefaultKind);
        await group.Endpoints.StartAsync(TestContext.Current.CancellationToken);
        if (publish) group.Publish(1, group.Nodes[0]);
        return group;
    }

    /// <summary>Publishes a topology in which <paramref name="primary"/> leads and the others are replicas, online but for those named.</summary>
    public void Publish(ulong term, FakeNode? primary, params FakeNode[] down)
    {
        Term = Math.Max(Term, term);
        Endpoints.Publish(new GroupTopology
        {
            Group = "main",
            Term = term,
            Revision = ++_revision,
            State = primary is null ? GroupState.FailingOver : GroupState.Serving,
            Primary = primary is null ? null : new PrimaryIdentity(primary.Name, primary.RunId, primary.ReplicationId, -1),
            Nodes = [.. Nodes.Select(node => new TopologyNode(node.Name, node.Address, node == primary ? NodeRole.Primary : NodeRole.Replica, down.Contains(node) ? NodeHealth.Down : NodeHealth.Online, node.RunId))],
        });
    }

    public Task<bool> FenceAsync(ulong term, TimeSpan drain) => Endpoints.FenceAsync(term, drain, TestContext.Current.CancellationToken).AsTask();

    /// <summary>A planned change: fence, demote, promote, publish.</summary>
    public async Task SwitchAsync(FakeNode from, FakeNode to)
    {
        await FenceAsync(Term + 1, TimeSpan.FromSeconds(2));
        from.Demote();
        to.Promote();
        Publish(Term + 1, to);
    }

    /// <summary>Answers that a client had before many commands of it may be with a node.</summary>
    public const int Known = 16;

    public async Task<RespClient> ConnectAsync(bool toReader = false)
    {
        var client = await RespClient.ConnectAsync((toReader ? Reader : Primary).Address.Port);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client that was answered often enough that many commands of it may be with a node.</summary>
    public async Task<RespClient> ConnectKnownAsync()
    {
        var client = await ConnectAsync();
        for (var i = 0; i < Known; i++) await client.CallAsync("PING");
        return client;
    }

    /// <summary>Bytes that all loops ever allocated.</summary>
    public async Task<long> AllocatedAsync()
    {
        var sum = 0L;
        foreach (var loop in _loops.All) await loop.InvokeAsync(() => sum += GC.GetAllocatedBytesForCurrentThread());
        return sum;
    }

    /// <summary>Awaits that a node heard a request.</summary>
    public static Task HeardAsync(FakeNode node, string request, int times = 1) =>
        Eventually.FineAsync(() => node.Heard.Count(heard => heard == request) >= times ? null : string.Join(" | ", node.Heard), Deadline.InSeconds(10), $"{node.Name} hears {request}");

    /// <summary>Awaits a figure of the primary endpoint.</summary>
    public Task CountedAsync(Func<EndpointFigures, long> figure, long value) =>
        Eventually.FineAsync(() => figure(Primary.Figures) == value ? null : Primary.Figures.ToString(), Deadline.InSeconds(10), $"a figure is {value}");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await Endpoints.DisposeAsync();
        _loops.Dispose();
        foreach (var node in Nodes) node.Dispose();
    }
}
