using System.Globalization;
using System.Text.Json;
using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Tests.Web;

namespace Mainstay.Cli.Tests.Verbs;

public sealed class DaemonVerbTests
{
    [Fact]
    public async Task Status_prints_a_table_that_breaks_no_name()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync("status", "--api", Url(api));
        Assert.Equal(
            """
            main  serving  term 1, revision 4  redis, async
              NODE      ROLE     HEALTH  ADDRESS         OFFSET  LAG  PID
              main-001  primary  online  127.0.0.1:6411  1200    0    4001
              main-002  replica  online  127.0.0.1:6412  1200    0    4002
              main-003  replica  online  127.0.0.1:6413  -       -    -
              ENDPOINT  STATE    ADDRESS         CLIENTS  CMD/S  P99     ERRORS  LEADS TO
              primary   serving  127.0.0.1:6400  12       135    0.84ms  17      main-001
              reader    serving  127.0.0.1:6401  0        0      -       0       main-002, main-003
              main-001 leads
              set aside of main-002, not served: 20160325-050000-term-3

            pages  serving  version 12  memcached
              NODE       HEALTH  ADDRESS          ITEMS  BYTES    HITS  EVICTED  MEMCACHED  PID
              pages-001  online  127.0.0.1:11211  1200   2500000  90%   7        1.6.18     4101
              pages-002  online  127.0.0.1:11212  -      -        -     -        -          -
              ENDPOINT       STATE    ADDRESS          CLIENTS  CMD/S  P99  ERRORS  LEADS TO
              configuration  serving  127.0.0.1:11200  4        0      -    0       pages-001, pages-002

            """,
            string.Join('\n', run.Out.Split('\n').Select(line => line.TrimEnd())));
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Out);
    }

    [Fact]
    public async Task Status_as_json_is_the_apis_document()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync("status", "-o", "json", "--api", Url(api));
        using var printed = JsonDocument.Parse(run.Out);
        using var served = JsonDocument.Parse((await api.GetAsync("/v1/status")).Body);
        Assert.True(JsonElement.DeepEquals(served.RootElement, printed.RootElement));
    }

    [Fact]
    public async Task Status_as_yaml_has_snake_case_keys()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync("status", "-o", "yaml", "--api", Url(api));
        Assert.StartsWith("name: local\ngroups:\n  - name: main\n    engine: redis\n    term: 1\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n        lag_bytes: 0\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n          clients: 12\n          commands: 81234\n          commands_per_second: 135.4\n          errors:\n            DENIED: 13\n            ERR: 4\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\n            p50_ms: 0.21\n            p99_ms: 0.843\n            p999_ms: 2.5\n            max_ms: 12.7\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("\nclusters:\n  - name: pages\n    version: 12\n    nodes:\n      - name: pages-001\n        address: 127.0.0.1:11211\n        health: online\n", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GroupState.Serving, NodeHealth.Online, 0)]
    [InlineData(GroupState.Serving, NodeHealth.Down, 1)]
    [InlineData(GroupState.Paused, NodeHealth.Online, 1)]
    [InlineData(GroupState.NoPrimary, NodeHealth.Online, 1)]
    public async Task Status_tells_the_shell_whether_all_is_well(GroupState state, NodeHealth health, int expected)
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Controller.Become(FakeController.Serving("main-001", state: state, lastHealth: health));
        Assert.Equal(expected, (await CliRun.OfAsync("status", "--api", Url(api))).ExitCode);
        Assert.Equal(expected, (await CliRun.OfAsync("status", "-o", "json", "--api", Url(api))).ExitCode);
    }

    [Theory]
    [InlineData(NodeHealth.Online, 0)]
    [InlineData(NodeHealth.Down, 1)]
    public async Task Status_tells_the_shell_whether_a_cluster_is_whole(NodeHealth health, int expected)
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Cluster.Become(FakeClusterController.Of(13, health));
        Assert.Equal(expected, (await CliRun.OfAsync("status", "--api", Url(api))).ExitCode);
    }

    [Fact]
    public async Task Watching_prints_each_change_as_one_line_of_json()
    {
        await using var api = await ApiUnderTest.StartAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new LineWriter();
        var watching = CommandLine.RunAsync(
            ["status", "-w", "-o", "json", "--api", Url(api)], new Terminal(output, TextWriter.Null, OutIsScreen: false, "mainstay"), end.Token);
        await output.SeenAsync(text => text.Contains("\"term\": 1", StringComparison.Ordinal));
        api.Controller.Become(FakeController.Serving("main-002", term: 2));
        await output.SeenAsync(text => text.Split('\n').Any(line => line.StartsWith("{\"name\"", StringComparison.Ordinal) && line.Contains("\"term\":2", StringComparison.Ordinal)));
        await end.CancelAsync();
        Assert.Equal(0, await watching);
    }

    [Fact]
    public async Task A_dry_run_prints_its_steps_and_why()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync("switchover", "--to", "main-002", "--dry-run", "--api", Url(api));
        Assert.Equal("done (38ms)\n  1. first\n  2. second\n", run.Out);
        Assert.Equal([new OperatorRequest.Switchover("main-002", true)], api.Controller.Asked);
    }

    [Fact]
    public async Task Every_verb_asks_for_what_it_says()
    {
        await using var api = await ApiUnderTest.StartAsync();
        foreach (var args in new string[][] { ["switchover"], ["switchover", "main"], ["failover", "main"], ["failover", "main", "--accept-data-loss", "--yes"], ["pause"], ["resume", "main"] })
            Assert.Equal(0, (await CliRun.OfAsync([.. args, "--api", Url(api)])).ExitCode);
        Assert.Equal(
            [
                new OperatorRequest.Switchover(null, false), new OperatorRequest.Switchover(null, false), new OperatorRequest.Failover(false),
                new OperatorRequest.Failover(true), new OperatorRequest.Pause(), new OperatorRequest.Resume(),
            ],
            api.Controller.Asked);
    }

    [Fact]
    public async Task A_refusal_is_told_on_stderr_and_fails()
    {
        await using var api = await ApiUnderTest.StartAsync();
        api.Controller.Answer = (_, _) => Task.FromResult(new OperatorReply(false, "nobody is fit to lead", ["main-002 is syncing"]));
        var run = await CliRun.OfAsync("switchover", "--api", Url(api));
        Assert.Equal(new CliRun(3, "", "mainstay: nobody is fit to lead\n  main-002 is syncing\n"), run);
        var dry = await CliRun.OfAsync("switchover", "--dry-run", "--api", Url(api));
        Assert.Equal(new CliRun(1, "nobody is fit to lead\n  1. main-002 is syncing\n", ""), dry);
    }

    [Theory]
    [InlineData("mainstay: there is no group 'mian'; there is: main\n", "pause", "mian")]
    [InlineData("mainstay: main has no node 'main-009'; it has: main-001, main-002, main-003\n", "switchover", "--to", "main-009")]
    public async Task A_name_that_is_not_there_is_wrong_usage(string said, params string[] args)
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal(new CliRun(2, "", said), await CliRun.OfAsync([.. args, "--api", Url(api)]));
    }

    [Fact]
    public async Task Without_a_daemon_a_verb_says_where_it_looked_and_how_to_start_one()
    {
        string url;
        await using (var api = await ApiUnderTest.StartAsync()) url = Url(api);
        var run = await CliRun.OfAsync("status", "--api", url);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Equal($"mainstay: no daemon answers at {url} (Connection refused)\nstart one with 'mainstay up', or name another with --api URL\n", run.Error);
    }

    private static string Url(ApiUnderTest api) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{api.Port}");
}
