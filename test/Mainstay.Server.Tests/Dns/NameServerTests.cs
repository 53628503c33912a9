using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns;
using Mainstay.Server.Dns.Serving;
using Mainstay.TestKit.Waiting;
using static Mainstay.Server.Tests.Dns.ServerUnderTest;

namespace Mainstay.Server.Tests.Dns;

public sealed class NameServerTests
{
    private static readonly byte[] Good = QueryText.Ask("primary.main.mainstay.internal", payload: 1232);

    [Fact]
    public async Task Several_queries_of_one_connection_are_answered_in_their_order()
    {
        await using var server = new ServerUnderTest();
        using var stream = server.Stream();
        var names = Enumerable.Range(0, 20).Select(n => n % 2 == 0 ? "primary.main.mainstay.internal" : "many.main.mainstay.internal").ToList();
        stream.Send([.. names.SelectMany((name, i) => Framed(QueryText.Ask(name, id: (ushort)i)))]);
        for (var i = 0; i < names.Count; i++)
        {
            var answer = Next(stream);
            Assert.Equal((i, i % 2 == 0 ? 1 : 60), (answer.TransactionID, answer.AnswerRecords.Count));
        }
    }

    [Fact]
    public async Task A_query_may_come_byte_by_byte()
    {
        await using var server = new ServerUnderTest();
        using var stream = server.Stream();
        foreach (var one in Framed(Good)) stream.Send([one]);
        Assert.Equal(["10.0.0.1"], ZoneUnderTest.Addresses(Next(stream)));
    }

    [Fact]
    public async Task Who_sends_nothing_or_half_of_something_or_too_much_is_left()
    {
        await using var server = new ServerUnderTest(TimeSpan.FromMilliseconds(200));
        using Socket idle = server.Stream(), half = server.Stream(), long_ = server.Stream(), answer = server.Stream();
        half.Send([0, 40, 1, 2, 3]);
        long_.Send([0xFF, 0xFF, 1, 2, 3]);
        answer.Send(Framed(QueryText.Ask("a", flags: 0x8000)));
        foreach (var socket in (Socket[])[idle, half, long_, answer])
        {
            try
            {
                Assert.Equal(0, socket.Receive(new byte[16]));
            }
            catch (SocketException reset)
            {
                Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
            }
        }

        await Eventually.TrueAsync(() => server.Desk.Figures.BrokenConnections == 3, Deadline.InSeconds(5), "the three are counted");
        Assert.Equal(ReturnCode.NoError, server.Ask(Good).ReturnCode);
    }

    [Fact]
    public async Task There_are_only_so_many_connections_and_room_again_when_one_ends()
    {
        await using var server = new ServerUnderTest();
        var open = new List<Socket>();
        try
        {
            for (var i = 0; i < StreamLoop.MostConnections; i++)
            {
                open.Add(server.Stream());
                open[i].Send(Framed(Good));
                Assert.Equal(ReturnCode.NoError, Next(open[i]).ReturnCode);
            }

            using (var further = server.Stream()) Assert.Equal(0, further.Receive(new byte[16]));
            Assert.Equal(1, server.Desk.Figures.RefusedConnections);
            open[0].Dispose();
            await Eventually.FineAsync(() => Answers(server), Deadline.InSeconds(5), "there is room again");
        }
        finally
        {
            foreach (var socket in open) socket.Dispose();
        }
    }

    [Fact]
    public async Task A_new_zone_is_answered_at_once()
    {
        await using var server = new ServerUnderTest();
        for (var serial = 8u; serial < 200; serial++)
        {
            server.Desk.Zone = ZoneUnderTest.Build(serial);
            Assert.Equal(serial, Assert.IsType<SoaRecord>(server.Ask(QueryText.Ask(ZoneUnderTest.Name, QueryText.Soa)).AnswerRecords[0]).SerialNumber);
        }
    }

    [Fact]
    public async Task A_taken_port_is_told_with_its_address()
    {
        await using var server = new ServerUnderTest();
        await using var second = new NameServer([new NodeAddress("127.0.0.1", server.At.Port)], server.Desk, TimeProvider.System);
        var refused = Assert.Throws<NameBindException>(second.Start);
        Assert.Equal($"can't answer DNS at 127.0.0.1:{server.At.Port}: the port is taken", refused.Message);
    }

    [Fact]
    public async Task On_all_addresses_each_is_answered_from_where_it_was_asked()
    {
        await using var all = new NameServer([new NodeAddress("0.0.0.0", 0)], new ZoneDesk(ZoneUnderTest.Zone), TimeProvider.System);
        all.Start();
        foreach (var address in HostAddresses.OfFamily(AddressFamily.InterNetwork))
        {
            // A connected socket takes answers of the address that it asked, and of no other.
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
            socket.Connect(address, all.Bound[0].Port);
            socket.Send(Good);
            Assert.True(socket.Receive(new byte[512]) > Good.Length);
        }
    }

    private static string? Answers(ServerUnderTest server)
    {
        using var socket = server.Stream();
        try
        {
            socket.Send(Framed(Good));
            return Next(socket).ReturnCode == ReturnCode.NoError ? null : "another answer";
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException)
        {
            return e.Message;
        }
    }
}
