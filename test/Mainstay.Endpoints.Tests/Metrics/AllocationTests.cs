using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Endpoints.Tests.Metrics;

/// <summary>In a steady state no command allocates anything on the loop that serves it.</summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    /// <summary>What the loop may allocate in all, for what it does by the second and to be asked.</summary>
    private const long MostBytes = 16 << 10;

    private static readonly byte[] _pair = "*3\r\n$3\r\nSET\r\n$4\r\nkey1\r\n$5\r\nhello\r\n*2\r\n$3\r\nGET\r\n$4\r\nkey1\r\n"u8.ToArray();
    private static readonly int _answers = QuickNode.Stored.Length + QuickNode.Value.Length;

    [Theory]
    [InlineData(200, 500)]
    [InlineData(10_000, 1)]
    public async Task Commands_allocate_nothing(int rounds, int pairs)
    {
        using var node = new QuickNode();
        using var loops = new EventLoops(1, TransportKind.Epoll, TimeProvider.System, NullLoggerFactory.Instance);
        await using var endpoints = Endpoints(node, loops);
        await endpoints.StartAsync(TestContext.Current.CancellationToken);
        endpoints.Publish(Led(node));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        await client.ConnectAsync(IPAddress.Loopback, endpoints.Status[0].Address.Port, TestContext.Current.CancellationToken);

        Drive(client, rounds, pairs);
        var before = await AllocatedAsync(loops);
        Drive(client, rounds, pairs);
        var allocated = await AllocatedAsync(loops) - before;

        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated} bytes for {rounds * pairs * 2} commands");
        Assert.InRange(allocated, 0, MostBytes);
        var figures = endpoints.Status[0].Figures;
        Assert.Equal(rounds * pairs * 4, figures.Commands);
        Assert.Equal(figures.Commands, figures.LatencyEver!.Commands);
        Assert.Equal((long)rounds * pairs * 2 * _pair.Length, figures.BytesIn);
        Assert.Equal((long)rounds * pairs * 2 * _answers, figures.BytesOut);
    }

    private static GroupEndpoints Endpoints(QuickNode node, EventLoops loops) => new(
        new GroupSpec
        {
            Name = "main",
            Nodes = [new NodeSpec { Name = "main-001", Address = node.Address }],
            Endpoints = [new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", 0))],
        },
        null, loops, TimeProvider.System, NullLoggerFactory.Instance);

    private static GroupTopology Led(QuickNode node) => new()
    {
        Group = "main",
        Term = 1,
        Revision = 1,
        State = GroupState.Serving,
        Primary = new PrimaryIdentity("main-001", new string('a', 40), new string('b', 40), -1),
        Nodes = [new TopologyNode("main-001", node.Address, NodeRole.Primary, NodeHealth.Online, new string('a', 40))],
    };

    private static void Drive(Socket client, int rounds, int pairs)
    {
        var requests = Enumerable.Repeat(_pair, pairs).SelectMany(pair => pair).ToArray();
        var replies = new byte[64 << 10];
        for (var round = 0; round < rounds; round++)
        {
            if (pairs == 1)
            {
                // One at a time: the next is sent when the one before was answered.
                var get = _pair.AsSpan().LastIndexOf("*2"u8);
                client.Send(_pair.AsSpan(0, get));
                Read(client, replies, QuickNode.Stored.Length);
                client.Send(_pair.AsSpan(get));
                Read(client, replies, QuickNode.Value.Length);
            }
            else
            {
                client.Send(requests);
                Read(client, replies, pairs * _answers);
            }
        }
    }

    private static void Read(Socket client, byte[] replies, int length)
    {
        while (length > 0) length -= client.Receive(replies.AsSpan(0, Math.Min(length, replies.Length)));
    }

    private static async Task<long> AllocatedAsync(EventLoops loops)
    {
        var bytes = 0L;
        await loops.All[0].InvokeAsync(() => bytes = GC.GetAllocatedBytesForCurrentThread());
        return bytes;
    }
}
