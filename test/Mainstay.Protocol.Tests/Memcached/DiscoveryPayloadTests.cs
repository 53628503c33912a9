using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

public sealed class DiscoveryPayloadTests
{
    private static readonly byte[] Twelve = DiscoveryPayload.Write(12, [new("host", "10.0.0.2", 11212), new("host", "10.0.0.1", 11211)]);

    [Fact]
    public void The_payload_is_a_version_and_a_list() =>
        Assert.Equal("12\nhost|10.0.0.1|11211 host|10.0.0.2|11212\n", Lines.Text(Twelve));

    [Fact]
    public void Nodes_are_in_the_order_of_their_names() =>
        Assert.Equal("7\nA.x|10.0.0.3|1 a-1|10.0.0.4|1 a.b|10.0.0.1|1 b|10.0.0.2|2 b|10.0.0.2|10\n", Lines.Text(DiscoveryPayload.Write(7,
            [new("b", "10.0.0.2", 10), new("a.b", "10.0.0.1", 1), new("b", "10.0.0.2", 2), new("A.x", "10.0.0.3", 1), new("a-1", "10.0.0.4", 1)])));

    [Fact]
    public void A_cluster_may_be_empty() => Assert.Equal("1\n\n", Lines.Text(DiscoveryPayload.Write(1, [])));

    [Fact]
    public void Config_is_framed_as_clients_expect()
    {
        // The documented example, with names that make its length true.
        var (a, b) = (new string('a', 50), new string('b', 51));
        var reply = Lines.Text(DiscoveryPayload.ConfigReply(DiscoveryPayload.Write(12, [new(a, "10.0.0.1", 11211), new(b, "10.0.0.2", 11211)])));
        Assert.Equal($"CONFIG cluster 0 136\r\n12\n{a}|10.0.0.1|11211 {b}|10.0.0.2|11211\n\r\nEND\r\n", reply);
        Assert.Equal(2, FrameStream.Read(ReplyShape.Lines, Lines.Bytes(reply), out var isOver).Count);
        Assert.True(isOver);
    }

    [Theory]
    [InlineData(null, "VALUE AmazonElastiCache:cluster 0 43\r\n*\r\nEND\r\n")]
    [InlineData(12L, "VALUE AmazonElastiCache:cluster 0 43 12\r\n*\r\nEND\r\n")]
    public void Older_clients_get_it_as_a_value(long? cas, string expected) =>
        Assert.Equal(expected.Replace("*", Lines.Text(Twelve), StringComparison.Ordinal), Lines.Text(DiscoveryPayload.ValueReply(Twelve, "AmazonElastiCache:cluster"u8, cas)));

    [Theory]
    [InlineData("a b", "10.0.0.1")]
    [InlineData("a|b", "10.0.0.1")]
    [InlineData("", "10.0.0.1")]
    [InlineData("a", "")]
    [InlineData("a", "::1")]
    public void What_clients_can_not_read_is_refused(string host, string ip) => Assert.Throws<ArgumentException>(() => DiscoveryPayload.Write(1, [new(host, ip, 1)]));
}
