using Mainstay.Cli.Output;
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
        var lines = StatusTable.Render(new StatusView("local", [group], [], new IncidentsView(0)), [], colours: false).Split('\n');
        Assert.StartsWith("main  serving, not whole", lines[0], StringComparison.Ordinal);
        Assert.Matches("^ *primary +serving +127.0.0.1:6400 +main-001$", Assert.Single(lines, line => line.Contains("6400", StringComparison.Ordinal)));
        Assert.Matches("^ *primary tls +serving +127.0.0.1:6443 +main-001$", Assert.Single(lines, line => line.Contains("6443", StringComparison.Ordinal)));
    }
}
