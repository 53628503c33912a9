using System.Text.Json;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Verbs;

/// <summary>Verbs against a running group: data on standard output, words on standard error, exit status for scripts.</summary>
public sealed class VerbTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private UpProcess Up => fixture.Up;

    [Fact]
    public async Task Status_as_json_has_the_shape_that_scripts_rely_on()
    {
        var expected = await Up.WholeAsync(Deadline.InSeconds(15));
        var told = await OkAsync("status", "-o", "json");
        var group = StatusView.Parse(told.Output).Groups.Single();
        Assert.True(group.IsWhole, told.Output);
        Assert.Equal(("main", "redis", expected.Term, expected.Primary, "async"), (group.Name, group.Engine, group.Term, group.Primary, group.Durability));
        Assert.Equal(["main-001", "main-002", "main-003"], group.Nodes.Select(node => node.Name));
        Assert.Equal([Up.Ports.Node(1), Up.Ports.Node(2), Up.Ports.Node(3)], group.Nodes.Select(node => node.Port));
        var primary = group.Endpoints.Single(endpoint => endpoint.Kind == "primary");
        Assert.Equal(($"127.0.0.1:{Up.Ports.Primary}", "serving"), (primary.Address, primary.State));
        Assert.Equal([group.Primary!], primary.Targets);
        var root = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal(0, root.GetProperty("incidents").GetProperty("open").GetInt32());
        Assert.Equal(JsonValueKind.Array, root.GetProperty("clusters").ValueKind);
    }

    [Fact]
    public async Task Status_as_table_and_yaml()
    {
        await Up.WholeAsync(Deadline.InSeconds(15));
        foreach (var word in new[] { "main-001", "main-003", "primary", "replica", $"{Up.Ports.Primary}" })
        {
            Assert.Contains(word, (await OkAsync("status")).Output, StringComparison.Ordinal);
            Assert.Contains(word, (await OkAsync("status", "-o", "yaml")).Output, StringComparison.Ordinal);
        }

        Assert.Contains("lag_bytes:", (await OkAsync("status", "-o", "yaml")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_that_is_watched_shows_changes_until_it_is_ended()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        await using var watch = OwnedProcess.Start(MainstayProgram.Path, ["status", "-w", "-o", "json", "--api", $"http://127.0.0.1:{Up.Ports.Web}"]);
        await watch.PrintsAsync($"\"term\":{before.Term}", Deadline.InSeconds(10));
        await OkAsync("switchover");
        await watch.PrintsAsync($"\"term\":{before.Term + 1}", Deadline.InSeconds(10));
        await Up.WholeAsync(Deadline.InSeconds(10), before.Term + 1);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_happen_and_does_nothing()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        var told = await OkAsync("switchover", "--dry-run");
        Assert.Contains(before.Primary!, told.Output, StringComparison.Ordinal);
        Assert.Matches("main-00[123]", told.Output.Replace(before.Primary!, "", StringComparison.Ordinal));
        Assert.Equal(before.Term, (await Up.WholeAsync(Deadline.InSeconds(5))).Term);
    }

    [Fact]
    public async Task A_switchover_goes_to_the_node_that_is_named()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        var target = before.Nodes.Last(node => node.Role == "replica").Name;
        var told = await OkAsync("switchover", "main", "--to", target, "-o", "json");
        Assert.Equal(target, JsonDocument.Parse(told.Output).RootElement.GetProperty("to").GetString());
        Assert.Equal(target, (await Up.WholeAsync(Deadline.InSeconds(10), before.Term + 1)).Primary);
    }

    [Fact]
    public async Task A_failover_by_hand_takes_another_primary()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        await OkAsync("failover", "main");
        Assert.NotEqual(before.Primary, (await Up.WholeAsync(Deadline.InSeconds(15), before.Term + 1)).Primary);
    }

    [Fact]
    public async Task A_paused_group_does_not_fail_over_until_it_is_resumed()
    {
        var before = await Up.WholeAsync(Deadline.InSeconds(15));
        await OkAsync("pause", "main");
        try
        {
            var status = await Up.VerbAsync("status", "-o", "json");
            Assert.Equal(1, status.Status);
            Assert.Equal("paused", StatusView.Parse(status.Output).Groups.Single().State);
            (await Up.PrimaryAsync()).Send(Signal.Kill);
            await Eventually.GetAsync(Up.GroupAsync, group => group.Nodes.Any(node => node.Health is "down" or "silent" or "syncing"), Deadline.InSeconds(5), "the dead primary is seen");
            Assert.Equal(before.Term, (await Up.GroupAsync()).Term);
        }
        finally
        {
            await OkAsync("resume", "main");
        }

        await Up.WholeAsync(Deadline.InSeconds(15));
    }

    [Theory]
    [InlineData(2, "switchover", "--to", "nobody")]
    [InlineData(2, "switchover", "nogroup")]
    [InlineData(2, "pause", "nogroup")]
    [InlineData(2, "status", "-o", "xml")]
    [InlineData(2, "status", "--nonsense")]
    [InlineData(2, "nonsense")]
    public async Task Wrong_usage_ends_with_2_and_says_nothing_on_standard_output(int status, params string[] arguments)
    {
        var told = arguments[0] == "nonsense" ? await MainstayProgram.RunAsync(arguments) : await Up.VerbAsync(arguments);
        Assert.True(told.Status == status && told.Output.Length == 0 && told.Errors.Length > 0, $"{told}");
    }

    [Theory]
    [InlineData("drill", "main")]
    [InlineData("check", ".")]
    [InlineData("up", "--notify-webhook", "http://127.0.0.1:1")]
    public async Task What_is_not_built_yet_is_refused(params string[] arguments)
    {
        var told = await MainstayProgram.RunAsync(arguments);
        Assert.True(told.Status == 2 && told.Output.Length == 0 && told.Errors.Contains("not built", StringComparison.OrdinalIgnoreCase), $"{told}");
    }

    [Fact]
    public async Task Without_a_daemon_verbs_fail_with_3()
    {
        var told = await MainstayProgram.RunAsync("status", "--api", "http://127.0.0.1:1");
        Assert.True(told.Status == 3 && told.Output.Length == 0 && told.Errors.Contains("127.0.0.1:1", StringComparison.Ordinal), $"{told}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("up")]
    [InlineData("status")]
    [InlineData("switchover")]
    [InlineData("failover")]
    [InlineData("pause")]
    [InlineData("resume")]
    public async Task Help_has_examples(string verb)
    {
        var told = await MainstayProgram.RunAsync(verb.Length == 0 ? ["--help"] : [verb, "--help"]);
        Assert.Equal(0, told.Status);
        Assert.Contains("Examples", told.Output, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<ProcessResult> OkAsync(params string[] arguments)
    {
        var told = await Up.VerbAsync(arguments);
        Assert.True(told.Status == 0, $"{string.Join(' ', arguments)}: {told}");
        return told;
    }
}
