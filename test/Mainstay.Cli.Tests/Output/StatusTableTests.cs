using System.Collections.Immutable;
using Mainstay.Cli.Output;
using Mainstay.Endpoints;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Tests.Output;

public sealed class StatusTableTests
{
    [Fact]
    public void An_endpoint_that_speaks_TLS_is_told_apart_and_a_lagging_node_makes_the_group_not_whole()
    {
        var group = new GroupView(
            "main", "redis", 1, 0, "serving", "main-001", "async",
            [new NodeView("main-001", "127.0.0.1:6411", "primary", "online", 9, 0), new NodeView("main-002", "127.0.0.1:6412", "replica", "lagging", 1, 8)],
            [new EndpointView("primary", "127.0.0.1:6400", ["main-001"], "serving"), new EndpointView("primary", "127.0.0.1:6443", ["main-001"], "serving") { Tls = true }]);
        var lines = StatusTable.Render(new StatusView("local", [group], [], new IncidentsView(0)), StatusDetails.None, colours: false).Split('\n');
        Assert.StartsWith("main  serving, not whole", lines[0], StringComparison.Ordinal);
        Assert.Matches("^ *primary +serving +127.0.0.1:6400 +- +- +- +- +main-001$", Assert.Single(lines, line => line.Contains("6400", StringComparison.Ordinal)));
        Assert.Matches("^ *primary tls +serving +127.0.0.1:6443 +- +- +- +- +main-001$", Assert.Single(lines, line => line.Contains("6443", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0.214, "0.21ms")]
    [InlineData(12.34, "12.3ms")]
    [InlineData(998.9, "999ms")]
    [InlineData(60_030.9, "60s")]
    public void A_latency_is_told_in_few_figures_and_the_widest_row_fits_100_columns(double milliseconds, string expected)
    {
        var figures = new EndpointFiguresView(9999, 81_234_567, 123_456.7, ImmutableSortedDictionary<string, long>.Empty.Add("ERR", 100_000).Add("DENIED", 1), new LatencyFigures { P99Ms = milliseconds });
        var group = new GroupView(
            "orders", "redis", 1, 0, "serving", "orders-001", "async", [],
            [new EndpointView("reader", "192.168.100.200:6443", ["orders-002", "orders-003"], "serving") { Tls = true, Figures = figures }]);
        var lines = StatusTable.Render(new StatusView("local", [group], [], new IncidentsView(0)), StatusDetails.None, colours: false).Split('\n');
        Assert.Matches($"^ +reader tls +serving +192.168.100.200:6443 +9999 +123457 +{expected} +100001 +orders-002, orders-003$", Assert.Single(lines, line => line.Contains("6443", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void A_cluster_shows_its_nodes_with_what_they_keep()
    {
        var cluster = new ClusterView(
            "pages", 12, [new ClusterNodeView("pages-001", "127.0.0.1:11211", "online"), new ClusterNodeView("pages-002", "127.0.0.1:11212", "down")],
            [new EndpointView("configuration", "127.0.0.1:11200", ["pages-001"], "serving")]);
        var detail = new ClusterDetailView(cluster, [new ClusterNodeDetailView("pages-001", 4101, "1.6.18", 1200, 2_500_000, 67_108_864, 3, 999, 1, 7, 60)], []);
        Assert.Equal(
            """
            pages  serving, not whole  version 12  memcached
              NODE       HEALTH  ADDRESS          ITEMS  BYTES    HITS  EVICTED  MEMCACHED  PID
              pages-001  online  127.0.0.1:11211  1200   2500000  99%   7        1.6.18     4101
              pages-002  down    127.0.0.1:11212  -      -        -     -        -          -
              ENDPOINT       STATE    ADDRESS          CLIENTS  CMD/S  P99  ERRORS  LEADS TO
              configuration  serving  127.0.0.1:11200  -        -      -    -       pages-001

            """,
            StatusTable.Render(new StatusView("local", [], [cluster], new IncidentsView(0)), new StatusDetails([], [detail]), colours: false));
        Assert.StartsWith("pages  starting  memcached\n", StatusTable.Render(new StatusView("local", [], [cluster with { Version = null }], new IncidentsView(0)), StatusDetails.None, colours: false), StringComparison.Ordinal);
    }
}
