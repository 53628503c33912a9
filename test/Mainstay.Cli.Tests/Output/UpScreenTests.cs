using Mainstay.Cli.Output;
using Mainstay.Core.Topology;
using Mainstay.Server.Tests.Web;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Tests.Output;

public sealed class UpScreenTests
{
    [Fact]
    public async Task The_screen_fits_a_terminal_and_has_everything_to_copy()
    {
        var screen = await ScreenAsync(portOffset: 0);
        var lines = screen.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 10, 24);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 110));
        foreach (var copy in new[]
                 {
                     "redis-cli -p 6400", "127.0.0.1:6400,abortConnect=false", "redis.Redis(host=\"127.0.0.1\", port=6400)", "new Redis(6400, \"127.0.0.1\")",
                     "REDIS_URL=redis://127.0.0.1:6400/0", "kill -9 4001", "pages  serving  version 12: pages-001 online at 127.0.0.1:11211, pages-002 online at 127.0.0.1:11212\n", "127.0.0.1:11200, by Auto Discovery",
                     "./mainstay status -w\n", "/data/.mainstay",
                 })
            Assert.Contains(copy, screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_other_ports_the_examples_name_the_daemon() =>
        Assert.Contains("./mainstay status -w --api http://127.0.0.1:8500\n", await ScreenAsync(portOffset: 100), StringComparison.Ordinal);

    private static async Task<string> ScreenAsync(int portOffset)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var detail = System.Text.Json.JsonSerializer.Deserialize((await api.GetAsync("/v1/groups/main")).Body, WebJson.Default.GroupDetailView)!;
        var cluster = System.Text.Json.JsonSerializer.Deserialize((await api.GetAsync("/v1/clusters/pages")).Body, WebJson.Default.ClusterDetailView)!;
        var status = new StatusView("local", [detail.Group], [cluster.Cluster], new IncidentsView(0));
        return UpScreen.Render(status, new StatusDetails([detail], [cluster]), "/data/.mainstay", new NodeAddress("127.0.0.1", 8400 + portOffset), new Terminal(TextWriter.Null, TextWriter.Null, false, "./mainstay"), portOffset);
    }
}
