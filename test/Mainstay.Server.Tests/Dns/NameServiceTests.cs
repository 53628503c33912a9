using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns;
using Mainstay.Server.Tests.Control;
using Mainstay.TestKit.Files;

namespace Mainstay.Server.Tests.Dns;

public sealed class NameServiceTests
{
    [Fact]
    public async Task When_a_publication_returns_its_answer_is_served_under_a_new_serial()
    {
        using var folder = TempFolder.Create();
        await using var names = new NameService(new DnsSpec { Listen = [new NodeAddress("127.0.0.1", 0)], Mode = DnsMode.Direct }, folder.Path, TimeProvider.System, new TestLog());
        names.Add(GroupNamesTests.Spec("10.0.0.5:6400"));
        names.Start();
        using var socket = Connect(names.Bound[0]);
        Assert.Empty(ZoneUnderTest.Addresses(Ask(socket, "primary.main.mainstay.internal")));
        var serial = Serial(socket);
        for (var change = 0; change < 100; change++)
        {
            var primary = change % 2 + 1;
            names.Publish(GroupNamesTests.Topology($"main-00{primary}"));
            Assert.Equal([$"10.0.0.{primary}"], ZoneUnderTest.Addresses(Ask(socket, "primary.main.mainstay.internal")));
            Assert.True(Serial(socket) > serial);
            serial = Serial(socket);

            // What changes no name is no new version of the zone.
            names.Publish(GroupNamesTests.Topology($"main-00{primary}") with { Revision = 2 });
            Assert.Equal(serial, Serial(socket));
        }

        names.Publish(GroupNamesTests.Topology(null));
        Assert.Empty(ZoneUnderTest.Addresses(Ask(socket, "primary.main.mainstay.internal")));
    }

    [Fact]
    public async Task The_next_daemon_begins_with_a_larger_serial()
    {
        using var folder = TempFolder.Create();
        var last = 0u;
        for (var start = 0; start < 3; start++)
        {
            await using var names = new NameService(new DnsSpec { Listen = [new NodeAddress("127.0.0.1", 0)] }, folder.Path, TimeProvider.System, new TestLog());
            names.Start();
            using var socket = Connect(names.Bound[0]);
            var serial = Serial(socket);
            Assert.True(serial > last);
            last = serial;
        }
    }

    [Fact]
    public async Task A_node_whose_host_is_a_name_is_looked_up()
    {
        using var folder = TempFolder.Create();
        await using var names = new NameService(new DnsSpec { Listen = [new NodeAddress("127.0.0.1", 0)] }, folder.Path, TimeProvider.System, new TestLog());
        names.Add(GroupNamesTests.Spec("10.0.0.5:6400") with { Nodes = [new NodeSpec { Name = "main-003", Address = new NodeAddress("localhost", 6411), Managed = false }] });
        names.Start();
        using var socket = Connect(names.Bound[0]);
        await TestKit.Waiting.Eventually.TrueAsync(() => ZoneUnderTest.Addresses(Ask(socket, "main-003.main.mainstay.internal")).Contains("127.0.0.1"), TestKit.Waiting.Deadline.InSeconds(10), "localhost is found");
    }

    private static uint Serial(Socket socket) => Assert.IsType<SoaRecord>(Ask(socket, ZoneUnderTest.Name, QueryText.Soa).AnswerRecords[0]).SerialNumber;

    private static Socket Connect(IPEndPoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        socket.Connect(server);
        return socket;
    }

    private static DnsMessage Ask(Socket socket, string name, ushort kind = QueryText.A)
    {
        socket.Send(QueryText.Ask(name, kind));
        var buffer = new byte[4096];
        return DnsMessage.Parse(new ArraySegment<byte>(buffer, 0, socket.Receive(buffer)));
    }
}
