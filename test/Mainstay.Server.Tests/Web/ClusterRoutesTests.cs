using System.Net;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Tests.Web;

/// <summary>What the API tells of memcached clusters.</summary>
public sealed class ClusterRoutesTests
{
    [Fact]
    public async Task A_cluster_tells_its_processes_what_they_keep_and_what_its_endpoints_counted()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, _, body) = await api.GetAsync("/v1/clusters/pages");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("""{"cluster":{"name":"pages","version":12,"nodes":[""", body, StringComparison.Ordinal);
        Assert.Contains(
            """{"name":"pages-001","processId":4101,"version":"1.6.18","items":1200,"bytes":2500000,"limit":67108864,"connections":3,"hits":900,"misses":100,"evictions":7,"uptimeSeconds":86400}""",
            body, StringComparison.Ordinal);
        Assert.Contains("""{"name":"pages-002","processId":null,"version":null,"items":null,""", body, StringComparison.Ordinal);
        Assert.Contains(""" "counts":[{"kind":"configuration","address":"127.0.0.1:11200","figures":{"sessions":4,""".Trim(), body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_there_is_a_problem_that_names_those_that_are()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var (status, type, body) = await api.GetAsync("/v1/clusters/main");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (status, type));
        Assert.Contains("there is no cluster \\u0027main\\u0027; there is: pages", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_anything_is_published_what_was_seen_is_told_and_the_daemon_is_not_ready()
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Cluster.Become(null);
        var (_, _, body) = await api.GetAsync("/v1/status");
        Assert.Contains("""{"name":"pages","version":null,"nodes":[{"name":"pages-001","address":"127.0.0.1:11211","health":"online"},{"name":"pages-002","address":"127.0.0.1:11212","health":"silent"}]""", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync("/health")).Status);
    }

    [Theory]
    [InlineData(NodeHealth.Online, HttpStatusCode.OK)]
    [InlineData(NodeHealth.Syncing, HttpStatusCode.ServiceUnavailable)]
    [InlineData(NodeHealth.Down, HttpStatusCode.ServiceUnavailable)]
    public async Task Health_says_whether_every_node_serves(NodeHealth health, HttpStatusCode expected)
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Cluster.Become(FakeClusterController.Of(13, health));
        var (status, _, body) = await api.GetAsync("/health");
        Assert.Equal(expected, status);
        Assert.Equal(expected != HttpStatusCode.OK, body.Contains("pages is not whole", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loop_that_stands_still_is_told()
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Cluster.IsTurning = false;
        var (status, _, body) = await api.GetAsync("/alive");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("nobody decides for pages", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_changes_are_events()
    {
        await using var api = await ApiUnderTest.StartAsync();
        await using var stream = await api.Client.GetStreamAsync(api.At("/v1/events"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        await UntilAsync(reader, """data: {"name":"pages","version":12,""");
        api.Cluster.Become(FakeClusterController.Of(13, NodeHealth.Down));
        await UntilAsync(reader, """data: {"name":"pages","version":13,"nodes":[{"name":"pages-001","address":"127.0.0.1:11211","health":"online"},{"name":"pages-002","address":"127.0.0.1:11212","health":"down"}],""");
    }

    private static async Task UntilAsync(StreamReader reader, string begin)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith(begin, StringComparison.Ordinal)) return;
        throw new EndOfStreamException("the stream ended");
    }
}
