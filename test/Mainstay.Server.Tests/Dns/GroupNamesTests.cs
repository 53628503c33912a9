using System.Collections.Immutable;
using System.Net;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns;

namespace Mainstay.Server.Tests.Dns;

public sealed class GroupNamesTests
{
    private static readonly HostAddresses Host = new([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")]);

    [Fact]
    public void Names_of_endpoints_lead_to_where_they_listen_whatever_the_primary_is()
    {
        var names = new GroupNames(Spec("10.0.0.5:6400", "0.0.0.0:6401"), DnsMode.Endpoints, Topology("main-001"));
        Assert.Equal("primary.main 10.0.0.5; reader.main 192.0.2.1; main-001.main 10.0.0.1; main-002.main 10.0.0.2; main-003.main cache-3", Text(names, "cache-3"));
        Assert.Equal(Text(names), Text(names with { Topology = Topology("main-002") }));
        Assert.StartsWith("primary.main 192.0.2.1,2001:db8::1; main-001", Text(new GroupNames(Spec("[::]:6400"), DnsMode.Endpoints, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoints_with_TLS_and_without_have_one_name()
    {
        var spec = Spec("10.0.0.5:6400");
        EndpointSpec Tls(string address) => new(EndpointKind.Primary, NodeAddress.TryParse(address)!, Tls: true);
        Assert.StartsWith("primary.main 10.0.0.5; main-001", Text(new GroupNames(spec with { Endpoints = [.. spec.Endpoints, Tls("10.0.0.5:6443")] }, DnsMode.Endpoints, null)), StringComparison.Ordinal);
        Assert.StartsWith("primary.main 10.0.0.5,10.0.0.6; main-001", Text(new GroupNames(spec with { Endpoints = [.. spec.Endpoints, Tls("10.0.0.6:6443")] }, DnsMode.Endpoints, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void In_direct_mode_they_lead_to_the_nodes_and_to_nobody_while_there_is_nobody()
    {
        var names = new GroupNames(Spec("10.0.0.5:6400"), DnsMode.Direct, Topology("main-002", lagging: "main-003"));
        Assert.StartsWith("primary.main 10.0.0.2; reader.main 10.0.0.1; main-001", Text(names), StringComparison.Ordinal);
        Assert.StartsWith("primary.main ; reader.main 10.0.0.1,10.0.0.2; main-001", Text(names with { Topology = Topology(null, lagging: "main-003") }), StringComparison.Ordinal);
        Assert.StartsWith("primary.main ; reader.main ; main-001", Text(names with { Topology = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_knows_what_differs()
    {
        var (a, b) = (ZoneUnderTest.Names(("x.g", ["10.0.0.1"]), ("y.g", ["10.0.0.2"])), ZoneUnderTest.Names(("y.g", ["10.0.0.3"]), ("z.g", [])));
        Assert.Equal(["y.g", "z.g", "x.g"], b.Changed(a));
        Assert.Empty(a.Changed(ZoneUnderTest.Names(("y.g", ["10.0.0.2"]), ("x.g", ["10.0.0.1"]))));
        Assert.Equal(a, ZoneUnderTest.Names(("y.g", ["10.0.0.2"]), ("x.g", ["10.0.0.1"])));
    }

    internal static GroupSpec Spec(string primary, string? reader = null) => new()
    {
        Name = "main",
        Nodes = [Node(1, "10.0.0.1"), Node(2, "10.0.0.2"), Node(3, "cache-3")],
        Endpoints =
        [
            new EndpointSpec(EndpointKind.Primary, NodeAddress.TryParse(primary)!),
            .. reader is null ? ImmutableArray<EndpointSpec>.Empty : [new EndpointSpec(EndpointKind.Reader, NodeAddress.TryParse(reader)!)],
        ],
    };

    internal static GroupTopology Topology(string? primary, string? lagging = null) => new()
    {
        Group = "main",
        Term = 1,
        Revision = 1,
        State = primary is null ? GroupState.FailingOver : GroupState.Serving,
        Primary = primary is null ? null : new PrimaryIdentity(primary, "r", "i", -1),
        Nodes =
        [
            .. Spec("10.0.0.5:6400").Nodes.Select(node => new TopologyNode(node.Name, node.Address, node.Name == primary ? NodeRole.Primary : NodeRole.Replica,
                node.Name == lagging ? NodeHealth.Lagging : NodeHealth.Online, "r")),
        ],
    };

    private static NodeSpec Node(int number, string host) => new() { Name = $"main-{number:000}", Address = new NodeAddress(host, 6411) };

    private static string Text(GroupNames names, string? named = null)
    {
        var host = named is null ? Host : Host with { Named = ImmutableDictionary<string, ImmutableArray<IPAddress>>.Empty.Add(named, [IPAddress.Parse("10.0.0.3")]) };
        return string.Join("; ", names.All(host).Select(pair => $"{pair.Name} {string.Join(',', pair.Addresses)}")).Replace("main-003.main 10.0.0.3", "main-003.main cache-3", StringComparison.Ordinal);
    }
}
