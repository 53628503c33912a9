using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Hosting;

/// <summary>What <c>mainstay up</c> runs without a configuration file: one group of three nodes and one memcached cluster of two, on loopback.</summary>
public static class UpDefaults
{
    /// <summary>The primary endpoint's port.</summary>
    public const int PrimaryPort = 6400;

    /// <summary>The reader endpoint's port.</summary>
    public const int ReaderPort = 6401;

    /// <summary>The first node's port; the others follow.</summary>
    public const int FirstNodePort = 6411;

    /// <summary>The HTTP API's port.</summary>
    public const int WebPort = 8400;

    /// <summary>The name server's port.</summary>
    public const int DnsPort = 8453;

    /// <summary>The configuration endpoint's port.</summary>
    public const int ConfigurationPort = 11200;

    /// <summary>The first memcached node's port; the other follows, and is the highest of all.</summary>
    public const int FirstClusterNodePort = 11211;

    /// <summary>Largest <c>--port-offset</c> with which every port still is one.</summary>
    public const int LargestPortOffset = 65535 - (FirstClusterNodePort + ClusterNodeCount - 1);

    private const string Loopback = "127.0.0.1";
    private const int NodeCount = 3;
    private const int ClusterNodeCount = 2;

    /// <param name="data">Folder of all state.</param>
    /// <param name="portOffset">Added to every port; 0 to <see cref="LargestPortOffset"/>.</param>
    /// <param name="engine">Which server the nodes of the group run.</param>
    public static DaemonSpec Spec(string data, int portOffset, Engine engine) => new()
    {
        Name = "local",
        Data = data,
        Web = new NodeAddress(Loopback, WebPort + portOffset),
        Dns = new DnsSpec { Listen = [new NodeAddress(Loopback, DnsPort + portOffset)] },
        Groups =
        [
            new GroupSpec
            {
                Name = "main",
                Engine = engine,
                Nodes = [.. Enumerable.Range(0, NodeCount).Select(n => new NodeSpec { Name = $"main-{n + 1:000}", Address = new NodeAddress(Loopback, FirstNodePort + n + portOffset) })],
                Endpoints =
                [
                    new EndpointSpec(EndpointKind.Primary, new NodeAddress(Loopback, PrimaryPort + portOffset)),
                    new EndpointSpec(EndpointKind.Reader, new NodeAddress(Loopback, ReaderPort + portOffset)),
                ],
            },
        ],
        Clusters =
        [
            new ClusterSpec
            {
                Name = "pages",
                Nodes = [.. Enumerable.Range(0, ClusterNodeCount).Select(n => new NodeSpec { Name = $"pages-{n + 1:000}", Address = new NodeAddress(Loopback, FirstClusterNodePort + n + portOffset) })],
                Endpoints = [new EndpointSpec(EndpointKind.Configuration, new NodeAddress(Loopback, ConfigurationPort + portOffset))],
            },
        ],
    };
}
