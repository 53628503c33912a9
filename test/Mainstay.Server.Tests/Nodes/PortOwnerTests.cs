using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mainstay.Server.Nodes;
using Mainstay.TestKit.Ports;

namespace Mainstay.Server.Tests.Nodes;

public sealed class PortOwnerTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    public void Whoever_is_in_the_way_of_an_address_is_found(string listening, string? wanted, bool found)
    {
        var address = IPAddress.Parse(listening);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        Assert.Null(PortOwner.Find(port, wanted)); // bound, not listening
        socket.Listen();
        var owner = PortOwner.Find(port, wanted);
        Assert.Equal(found ? Environment.ProcessId : null, owner?.ProcessId);
        if (found) Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} ("), owner!.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_port_has_none() => Assert.Null(PortOwner.Find(FreePorts.One()));

    [Fact]
    public void A_process_of_another_user_is_told_as_that_users() => Assert.Equal("a process of user 112", new PortOwner(6411, null, null, 112).Describe());

    [Theory]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("   1: 0100007F:1900 0200007F:A1B2 01 00000000:00000000 00:00000000 00000000     0        0 4711 1")]
    [InlineData("")]
    public void Other_lines_are_passed_over(string line) => Assert.Null(PortOwner.ParseListener(line));

    [Fact]
    public void A_listeners_line_is_read() =>
        Assert.Equal(
            (new IPEndPoint(IPAddress.Loopback, 6400), 112, "4711"),
            PortOwner.ParseListener("   0: 0100007F:1900 00000000:0000 0A 00000000:00000000 00:00000000 00000000   112        0 4711 1 0000000000000000 100 0 0 10 0"));

    [Fact]
    public void A_datagram_port_has_an_owner_too()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        Assert.Equal(Environment.ProcessId, PortOwner.FindDatagram(port, "127.0.0.1")?.ProcessId);
        Assert.Equal(Environment.ProcessId, PortOwner.FindDatagram(port, "0.0.0.0")?.ProcessId);
        Assert.Null(PortOwner.FindDatagram(port, "127.0.0.2"));
    }
}
