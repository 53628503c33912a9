using System.Globalization;
using Mainstay.Core.Failover;
using Mainstay.Server.Tests.Web;

namespace Mainstay.Cli.Tests.Verbs;

public sealed class NodeVerbTests
{
    [Fact]
    public async Task Before_a_node_is_removed_the_plan_is_shown_and_the_groups_name_is_typed()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync(new StringReader("main\n"), "node", "remove", "main", "main-003", "--api", Url(api));
        Assert.Equal("mainstay: this will\n  - first\n  - second\ntype the name of the group (main) to go on: ", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([new OperatorRequest.RemoveNode("main-003", true), new OperatorRequest.RemoveNode("main-003", false)], api.Controller.Asked);
    }

    [Theory]
    [InlineData("mian\n")]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Another_name_or_nobody_to_ask_and_nothing_is_done(string? typed)
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync(typed is null ? null : new StringReader(typed), "node", "remove", "main", "main-003", "--api", Url(api));
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Contains("nothing was done", run.Error, StringComparison.Ordinal);
        Assert.Equal([new OperatorRequest.RemoveNode("main-003", true)], api.Controller.Asked);
    }

    [Fact]
    public async Task The_primary_is_moved_before_it_is_removed()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync("node", "remove", "main", "main-001", "--yes", "--api", Url(api));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("take it out of main", run.Error, StringComparison.Ordinal);
        Assert.Equal([new OperatorRequest.Switchover(null, true), new OperatorRequest.Switchover(null, false), new OperatorRequest.RemoveNode("main-001", false)], api.Controller.Asked);
    }

    [Theory]
    [InlineData("mainstay: main has no node 'main-009'; it has: main-001, main-002, main-003\n", 2, "remove", "main", "main-009", "--yes")]
    [InlineData("mainstay: there is no group 'mian'; there is: main\n", 2, "remove", "mian", "main-001", "--yes")]
    [InlineData("mainstay: 'Main_4' is no name for a node: 1 to 63 of a-z, 0-9 and -, neither first nor last a -\n", 3, "add", "main", "Main_4")]
    [InlineData("mainstay: main is the name of a group\n", 3, "add", "main", "main")]
    [InlineData("mainstay: main-002 is a node of main already\n", 3, "add", "main", "main-002")]
    [InlineData("mainstay: 'here' is no address; write host:port, IPv6 as [::1]:6411\n", 2, "add", "main", "main-004", "--address", "here")]
    [InlineData("mainstay: a priority is 0 to 1000\n", 2, "add", "main", "main-004", "--priority", "-1")]
    [InlineData("mainstay: where is main-004? A node that others start is named with its address\n", 3, "add", "main", "main-004", "--unmanaged")]
    [InlineData("mainstay: 10.9.8.7:6411 can be reached from other hosts, and main has no password: set one, or use a loopback address\n", 3, "add", "main", "main-004", "--address", "10.9.8.7:6411")]
    public async Task What_cannot_be_is_refused_with_the_reason(string said, int exit, params string[] args)
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal(new CliRun(exit, "", said), await CliRun.OfAsync(["node", .. args, "--api", Url(api)]));
        Assert.DoesNotContain(api.Controller.Asked, asked => asked is OperatorRequest.AddNode or OperatorRequest.RemoveNode { DryRun: false });
    }

    [Fact]
    public async Task A_node_is_added_with_what_was_said()
    {
        await using var api = await ApiUnderTest.StartAsync();
        var run = await CliRun.OfAsync("node", "add", "main", "main-004", "--address", "127.0.0.1:1", "--priority", "7", "--no-wait", "--api", Url(api));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var added = Assert.IsType<OperatorRequest.AddNode>(Assert.Single(api.Controller.Asked)).Node;
        Assert.Equal(("main-004", "127.0.0.1:1", true, 7), (added.Name, added.Address.ToString(), added.Managed, added.Priority));
    }

    [Fact]
    public async Task Data_loss_is_accepted_only_with_the_groups_name()
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal(2, (await CliRun.OfAsync("failover", "main", "--accept-data-loss", "--api", Url(api))).ExitCode);
        Assert.Empty(api.Controller.Asked);
        var run = await CliRun.OfAsync(new StringReader("main\n"), "failover", "main", "--accept-data-loss", "--api", Url(api));
        Assert.Contains("leave main-001, the primary of term 1", run.Error, StringComparison.Ordinal);
        Assert.Equal([new OperatorRequest.Failover(true)], api.Controller.Asked);
    }

    private static string Url(ApiUnderTest api) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{api.Port}");
}
