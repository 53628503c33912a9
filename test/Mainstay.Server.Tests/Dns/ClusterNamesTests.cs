using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns;

namespace Mainstay.Server.Tests.Dns;

public sealed class ClusterNamesTests
{
    [Fact]
    public void Names_lead_to_the_configuration_endpoint_and_to_each_node()
    {
        var spec = new ClusterSpec
        {
            Name = "pages",
            Nodes = [Node("pages-001", "10.0.0.1"), Node("pages-002", "10.0.0.2")],
            Endpoints = [Endpoint("0.0.0.0:11200"), Endpoint("10.0.0.9:11243") with { Tls = true }],
        };
        var names = new ClusterNames(spec).All(new HostAddresses([IPAddress.Parse("192.0.2.1")]));
        Assert.Equal(["configuration.pages 10.0.0.9,192.0.2.1", "pages-001.pages 10.0.0.1", "pages-002.pages 10.0.0.2"], names.Select(pair => $"{pair.Name} {string.Join(',', pair.Addresses)}"));
    }

    private static NodeSpec Node(string name, string host) => new() { Name = name, Address = new NodeAddress(host, 11211) };

    private static EndpointSpec Endpoint(string address) => new(EndpointKind.Configuration, NodeAddress.TryParse(address)!);
}
