using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns.Serving;

namespace Mainstay.Server.Tests.Dns;

/// <summary>A name server on a port of its own, asked over sockets.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly NameServer _server;

    public ServerUnderTest(TimeSpan? patience = null)
    {
        Desk = new ZoneDesk(ZoneUnderTest.Zone);
        _server = new NameServer([new NodeAddress("127.0.0.1", 0)], Desk, TimeProvider.System) { Patience = patience ?? TimeSpan.FromSeconds(10) };
        _server.Start();
    }

    public ZoneDesk Desk { get; }

    public IPEndPoint At => _server.Bound[0];

    public Socket Datagram()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000 };
        socket.Connect(At);
        return socket;
    }

    public Socket Stream()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000, SendTimeout = 5000, NoDelay = true };
        socket.Connect(At);
        return socket;
    }

    /// <summary>One question over UDP, asked again as resolvers do: behind a hail of others the system itself drops some.</summary>
    public DnsMessage Ask(byte[] query)
    {
        using var socket = Datagram();
        socket.ReceiveTimeout = 2000;
        var buffer = new byte[4096];
        for (var tries = 1; ; tries++)
        {
            socket.Send(query);
            try
            {
                return DnsMessage.Parse(new ArraySegment<byte>(buffer, 0, socket.Receive(buffer)));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock && tries < 5)
            {
                // Dropped before anybody read it.
            }
        }
    }

    public static byte[] Framed(byte[] query) => [.. QueryText.Words((ushort)query.Length), .. query];

    /// <summary>The next answer on a TCP connection.</summary>
    public static DnsMessage Next(Socket stream)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(Exactly(stream, 2));
        return DnsMessage.Parse(new ArraySegment<byte>(Exactly(stream, length)));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static byte[] Exactly(Socket stream, int count)
    {
        var bytes = new byte[count];
        for (var got = 0; got < count;)
        {
            var more = stream.Receive(bytes, got, count - got, SocketFlags.None);
            got += more > 0 ? more : throw new EndOfStreamException();
        }

        return bytes;
    }
}
