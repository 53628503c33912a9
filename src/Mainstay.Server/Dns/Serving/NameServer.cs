using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Dns.Serving;

/// <summary>The authoritative name server of one zone: UDP and TCP at each of its addresses.</summary>
/// <param name="listen">IP addresses and ports; port 0 lets the system choose (see <see cref="Bound"/>).</param>
/// <param name="desk">Who answers.</param>
/// <param name="time">Whose clock.</param>
internal sealed class NameServer(ImmutableArray<NodeAddress> listen, ZoneDesk desk, TimeProvider time) : IAsyncDisposable
{
    private const int Backlog = 64;

    /// <summary>Bytes of queries that wait for a busy processor; the system may allow less.</summary>
    private const int ReceiveBuffer = 1 << 20;

    private readonly List<DatagramLoop> _datagrams = [];
    private readonly List<StreamLoop> _streams = [];

    /// <summary>How long a TCP connection may be idle, or take for one query.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where it listens, in the order of what was asked for; the ports are the real ones.</summary>
    public ImmutableArray<IPEndPoint> Bound { get; private set; } = [];

    /// <summary>Opens all its sockets and answers from then on; or none, and throws.</summary>
    /// <exception cref="NameBindException">An address cannot be listened at.</exception>
    public void Start()
    {
        var sockets = new List<(Socket Stream, List<Socket> Datagrams)>();
        try
        {
            foreach (var address in listen) sockets.Add(Open(address));
        }
        catch
        {
            foreach (var (stream, datagrams) in sockets)
            {
                stream.Dispose();
                foreach (var datagram in datagrams) datagram.Dispose();
            }

            throw;
        }

        Bound = [.. sockets.Select(pair => (IPEndPoint)pair.Stream.LocalEndPoint!)];
        foreach (var (stream, datagrams) in sockets)
        {
            _streams.Add(new StreamLoop(stream, desk, time, Patience));
            foreach (var datagram in datagrams) _datagrams.Add(new DatagramLoop(datagram, desk));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var datagram in _datagrams) datagram.Dispose();
        foreach (var stream in _streams) await stream.DisposeAsync();
    }

    private static (Socket Stream, List<Socket> Datagrams) Open(NodeAddress address)
    {
        var ip = IPAddress.Parse(address.Host);
        var stream = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var datagrams = new List<Socket>();
        try
        {
            stream.Bind(new IPEndPoint(ip, address.Port));
            stream.Listen(Backlog);
            var port = ((IPEndPoint)stream.LocalEndPoint!).Port;
            foreach (var own in OneByOne(ip))
            {
                var datagram = new Socket(own.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBuffer };
                datagrams.Add(datagram);
                datagram.Bind(new IPEndPoint(own, port));
            }

            return (stream, datagrams);
        }
        catch (SocketException e)
        {
            stream.Dispose();
            foreach (var datagram in datagrams) datagram.Dispose();
            throw new NameBindException(address, Reason(e.SocketErrorCode, address), e);
        }
    }

    // An answer must come from the address that was asked; on a socket for all of them the system would choose another.
    private static ImmutableArray<IPAddress> OneByOne(IPAddress address)
    {
        if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)) return [address];
        var own = HostAddresses.OfFamily(AddressFamily.InterNetwork);
        if (address.Equals(IPAddress.IPv6Any)) own = own.AddRange(HostAddresses.OfFamily(AddressFamily.InterNetworkV6));
        return own.IsEmpty ? [address] : own;
    }

    private static string Reason(SocketError error, NodeAddress address) => error switch
    {
        SocketError.AddressAlreadyInUse => "the port is taken",
        SocketError.AccessDenied => $"ports below 1024 need a right of their own: choose another than {address.Port}, or give the daemon CAP_NET_BIND_SERVICE",
        SocketError.AddressNotAvailable => "this host has no such address",
        _ => error.ToString(),
    };
}
