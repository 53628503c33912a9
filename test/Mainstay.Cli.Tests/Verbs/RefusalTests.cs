namespace Mainstay.Cli.Tests.Verbs;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("maintenance", "main")]
    [InlineData("drill", "main", "--kind", "crash")]
    [InlineData("check", ".")]
    [InlineData("clients", "--bypassing")]
    [InlineData("incidents", "list")]
    [InlineData("uptime", "--window", "180d")]
    [InlineData("notify", "test")]
    [InlineData("explain", "node-endpoint-for-writes")]
    [InlineData("up", "--durability", "sync")]
    [InlineData("up", "--durability=sync")]
    [InlineData("up", "--notify-webhook", "http://127.0.0.1:1")]
    [InlineData("up", "--notify-webhook=http://127.0.0.1:1")]
    public async Task What_is_not_built_is_refused_in_one_line(params string[] args)
    {
        var run = await CliRun.OfAsync(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Matches(@"^mainstay: '.+' is not built yet in this version\n$", run.Error);
    }

    [Theory]
    [InlineData("there is no verb 'staus'; did you mean 'status'?", "staus")]
    [InlineData("there is no verb 'swithcover'; did you mean 'switchover'?", "swithcover")]
    [InlineData("there is no verb 'xyzzy'", "xyzzy")]
    [InlineData("there is no option '--wach'; did you mean '--watch'?", "status", "--wach")]
    [InlineData("there is no option '--portoffset'; did you mean '--port-offset'?", "up", "--portoffset", "3")]
    [InlineData("there is no argument 'extra'", "status", "extra")]
    [InlineData("-o takes table, json or yaml, not 'tabel'", "status", "-o", "tabel")]
    [InlineData("--api wants an address like http://127.0.0.1:8400, not 'here'", "status", "--api", "here")]
    [InlineData("--port-offset goes from 0 to 54323", "up", "--port-offset", "60000")]
    [InlineData("--port-offset goes from 0 to 54323", "up", "--port-offset", "-1")]
    [InlineData("--engine takes redis or valkey, not 'memcached'", "up", "--engine", "memcached")]
    [InlineData("--durability takes async, not 'fsync'", "up", "--durability", "fsync")]
    [InlineData("name a verb: up, serve, validate, status, switchover, failover, pause, resume, node, backup, restore, completion")]
    public async Task Wrong_usage_is_told_on_stderr_with_a_suggestion(string said, params string[] args)
    {
        var run = await CliRun.OfAsync(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.StartsWith($"mainstay: {said}\n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("--help\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failover_names_its_group()
    {
        var run = await CliRun.OfAsync("failover");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("GROUP", run.Error, StringComparison.Ordinal);
    }
}
