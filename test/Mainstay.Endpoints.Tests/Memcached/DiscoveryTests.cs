using System.Globalization;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.TestKit.Memcached;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>Auto Discovery to the byte.</summary>
public sealed class DiscoveryTests
{
    [Fact]
    public async Task The_nodes_are_told_in_every_form_there_is()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var payload = Payload(cluster, 7, 0, 1);
        var length = payload.Length.ToString(CultureInfo.InvariantCulture);
        Assert.Equal($"CONFIG cluster 0 {length}\r\n{payload}\r\nEND\r\n", await client.UpToEndAsync("config get cluster"));
        Assert.Equal($"VALUE AmazonElastiCache:cluster 0 {length}\r\n{payload}\r\nEND\r\n", await client.UpToEndAsync("get AmazonElastiCache:cluster"));
        Assert.Equal($"VALUE AmazonElastiCache:cluster 0 {length} 7\r\n{payload}\r\nEND\r\n", await client.UpToEndAsync("gets AmazonElastiCache:cluster"));
        Assert.StartsWith("CLIENT_ERROR mainstay: which nodes", await client.LineAsync("config set cluster 0 3"), StringComparison.Ordinal);
        Assert.StartsWith("CLIENT_ERROR mainstay: which nodes", await client.LineAsync("config delete cluster"), StringComparison.Ordinal);
        Assert.StartsWith("CLIENT_ERROR mainstay: the configuration there is", await client.LineAsync("config get foo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_node_stays_listed_unless_only_healthy_ones_are()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        await cluster.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 1 });
        Assert.Contains(Payload(cluster, 7, 0, 1), await client.UpToEndAsync("config get cluster"), StringComparison.Ordinal);
        await using var healthy = await RealCluster.StartAsync(more: spec => spec with { Discovery = DiscoveryRule.HealthyOnly });
        var other = await healthy.ConnectAsync();
        await healthy.ChangeAsync(0, node => node with { Health = NodeHealth.Down, Outage = 1 });
        Assert.Contains(Payload(healthy, 7, 1), await other.UpToEndAsync("config get cluster"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_binary_protocol_is_answered_for_this_alone()
    {
        await using var cluster = await RealCluster.StartAsync();
        var client = await cluster.ConnectAsync();
        var payload = Payload(cluster, 7, 0, 1);
        await client.SendAsync("\x80\x60\0\x07\0\0\0\0\0\0\0\x07\x01\x02\x03\x04\0\0\0\0\0\0\0\0cluster");
        var header = await client.ReadBytesAsync(24);
        Assert.Equal([0x81, 0x60, 0, 0, 4, 0, 0, 0], header[..8]);
        Assert.Equal([1, 2, 3, 4], header[12..16]);
        var body = await client.ReadBytesAsync((header[10] << 8) | header[11]);
        Assert.Equal(payload, Encoding.ASCII.GetString(body[4..]));

        // Another request, with a body that is passed over.
        await client.SendAsync("\x80\x01\0\x01\x08\0\0\0\0\0\0\x0b\x09\x09\x09\x09\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0kvv");
        header = await client.ReadBytesAsync(24);
        Assert.Equal([0x81, 1, 0, 0, 0, 0, 0, 0x81], header[..8]);
        Assert.Contains("binary protocol", Encoding.ASCII.GetString(await client.ReadBytesAsync((header[10] << 8) | header[11])), StringComparison.Ordinal);
        Assert.Equal("MN", await client.LineAsync("mn"));
    }

    private static string Payload(RealCluster cluster, int version, params int[] nodes) =>
        $"{version}\n{string.Join(' ', nodes.Select(i => cluster.Nodes[i].Address.Port).Order().Select(port => $"127.0.0.1|127.0.0.1|{port}"))}\n";
}
