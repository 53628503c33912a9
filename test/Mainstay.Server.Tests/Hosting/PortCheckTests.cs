using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Server.Tests.Hosting;

/// <summary>What keeps a daemon from starting, and what must not.</summary>
public sealed class PortCheckTests
{
    [Fact]
    public async Task A_node_that_ended_after_it_was_adopted_is_no_reason_not_to_start()
    {
        var ended = OwnedProcess.Start("sleep", ["60"]);
        ended.Send(Signal.Kill);
        await ended.WaitAsync(Deadline.InSeconds(5));
        PortCheck.Check(Spec(FreePorts.One()), Adopted(ended.Id), _ => false);
        PortCheck.Check(Spec(FreePorts.One()), Adopted(0), _ => false);
        await ended.DisposeAsync();
    }

    [Fact]
    public async Task Nor_is_one_that_was_started_a_moment_ago_and_listens_nowhere_yet()
    {
        await using var young = OwnedProcess.Start("sleep", ["60"]);
        PortCheck.Check(Spec(FreePorts.One()), Adopted(young.Id), _ => false);
    }

    [Fact]
    public void One_that_listens_elsewhere_is()
    {
        using var socket = Listening();
        var refused = Assert.Throws<DaemonStartException>(() => PortCheck.Check(Spec(FreePorts.One()), Adopted(Environment.ProcessId), _ => false));
        Assert.Contains("that start had other ports", refused.Message, StringComparison.Ordinal);
        PortCheck.Check(Spec(Port(socket)), Adopted(Environment.ProcessId), _ => false);
    }

    [Fact]
    public async Task Another_on_the_port_of_one_that_ended_is_told()
    {
        using var socket = Listening();
        await using var silent = OwnedProcess.Start("sleep", ["60"]);
        var refused = Assert.Throws<DaemonStartException>(() => PortCheck.Check(Spec(Port(socket)), Adopted(silent.Id), _ => false));
        Assert.Equal(Port(socket), Assert.Single(refused.Taken).Address.Port);
    }

    [Fact]
    public void Ports_of_clusters_are_looked_at_as_those_of_groups()
    {
        using var node = Listening();
        using var endpoint = Listening();
        var spec = Spec(FreePorts.One()) with
        {
            Clusters =
            [
                new ClusterSpec
                {
                    Name = "pages",
                    Nodes = [new NodeSpec { Name = "pages-001", Address = new NodeAddress("127.0.0.1", Port(node)) }],
                    Endpoints = [new EndpointSpec(EndpointKind.Configuration, new NodeAddress("127.0.0.1", Port(endpoint)))],
                },
            ],
        };
        var refused = Assert.Throws<DaemonStartException>(() => PortCheck.Check(spec, new Dictionary<string, int>(), _ => false));
        Assert.Equal(["the configuration endpoint of pages", "node pages-001"], refused.Taken.Select(taken => taken.For));
        PortCheck.Check(spec, new Dictionary<string, int> { ["pages-001"] = Environment.ProcessId }, address => address.Port == Port(endpoint));
    }

    private static Dictionary<string, int> Adopted(int process) => new() { ["main-001"] = process };

    private static Socket Listening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static DaemonSpec Spec(int nodePort) => new()
    {
        Name = "test",
        Data = "unused",
        Web = new NodeAddress("127.0.0.1", FreePorts.One()),
        Groups =
        [
            new GroupSpec
            {
                Name = "main",
                Engine = Engine.Redis,
                Nodes = [new NodeSpec { Name = "main-001", Address = new NodeAddress("127.0.0.1", nodePort) }],
                Endpoints = [new EndpointSpec(EndpointKind.Primary, new NodeAddress("127.0.0.1", FreePorts.One()))],
            },
        ],
    };
}
