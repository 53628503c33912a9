using System.Globalization;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Servers;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Starting;

/// <summary>Starting, ending and starting again, and every reason for which it cannot start.</summary>
public sealed class StartTests
{
    private const int Failed = 3;

    [Fact]
    public async Task It_is_ready_within_five_seconds_and_tells_where_to_connect()
    {
        await using var up = UpProcess.Prepare();
        up.Launch();
        await up.WholeAsync(Deadline.InSeconds(5 * Machine.Slack));
        await up.Daemon.PrintsAsync($"127.0.0.1:{up.Ports.Primary}", Deadline.InSeconds(5));
        foreach (var expected in new[] { $"redis-cli -p {up.Ports.Primary}", $"redis://127.0.0.1:{up.Ports.Primary}", "StackExchange", "ioredis", "REDIS_URL", $"{up.Ports.Reader}", $"{up.Ports.Web}", "main-001", "main-003" })
            Assert.Contains(expected, up.Daemon.Output, StringComparison.Ordinal);
        Assert.Equal("main-001", (await up.GroupAsync()).Primary);
        Assert.Contains($"kill -9 {(await up.PrimaryAsync()).ProcessId}", up.Daemon.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Terminate)]
    public async Task Its_end_stops_the_nodes_and_the_next_start_has_the_data(Signal signal)
    {
        await using var up = await UpProcess.StartAsync();
        await up.WriteAsync("kept", "yes");
        var before = await up.GroupAsync();
        var nodes = await up.NodesAsync();

        // Ctrl-C goes to the whole process group, SIGTERM to the daemon alone.
        if (signal == Signal.Interrupt) up.Daemon.SendGroup(signal);
        else up.Daemon.Send(signal);
        Assert.Equal(0, await up.Daemon.WaitAsync(Deadline.InSeconds(20)));
        Assert.All(nodes, node => Assert.False(node.Runs, $"{node.Name} still runs"));

        up.Launch();
        await up.WholeAsync(Deadline.InSeconds(10), before.Term);
        Assert.Equal("yes", await up.ReadAsync("kept"));
    }

    [Fact]
    public async Task A_long_data_path_does_not_break_unix_sockets()
    {
        await using var up = UpProcess.Prepare(TempFolder.CreateLong(180));
        up.Launch();
        await up.WholeAsync(Deadline.InSeconds(20));
        await up.WriteAsync("long", "yes");
        Assert.Equal("yes", await up.ReadAsync("long"));
    }

    [Theory]
    [InlineData(6400)]
    [InlineData(6412)]
    [InlineData(8400)]
    [InlineData(8453)]
    [InlineData(11200)]
    [InlineData(11212)]
    public async Task A_taken_port_is_named_with_its_owner_and_a_way_out(int port)
    {
        await using var up = UpProcess.Prepare();
        await using var other = await RedisServer.StartAsync(port + up.Ports.Value);
        var told = await FailsAsync(up);
        Assert.Contains((port + up.Ports.Value).ToString(CultureInfo.InvariantCulture), told, StringComparison.Ordinal);
        Assert.Contains("redis-server", told, StringComparison.Ordinal);
        Assert.Contains(other.ProcessId.ToString(CultureInfo.InvariantCulture), told, StringComparison.Ordinal);
        Assert.Contains("--port-offset", told, StringComparison.Ordinal);
        Assert.Empty(SystemProcess.UsingFolder(up.Folder.Path));
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_data_is_refused()
    {
        await using var up = await UpProcess.StartAsync();
        await using var second = UpProcess.Prepare(data: up.Data);
        Assert.Contains(up.Data, await FailsAsync(second), StringComparison.Ordinal);
        Assert.True((await up.GroupAsync()).IsWhole);
    }

    [Theory]
    [InlineData("redis-server valkey-server", "redis-server")]
    [InlineData("memcached", "memcached")]
    public async Task Without_a_data_server_it_says_what_to_install(string hidden, string named)
    {
        // Hidden in a mount namespace of its own, which takes no root: wherever the program looks, what it finds cannot be run.
        const string hide = """
            hidden=$1; shift
            for name in $hidden; do
              for folder in $(echo "$PATH" | tr : " ") /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin; do
                [ ! -x "$folder/$name" ] || mount --bind /dev/null "$(readlink -f "$folder/$name")"
              done
            done
            exec "$@"
            """;
        await using var up = UpProcess.Prepare();
        var told = await FailsAsync(up, "unshare", "--map-root-user", "--mount", "sh", "-c", hide, "sh", hidden);
        Assert.Contains(named, told, StringComparison.Ordinal);
        Assert.Contains("install", told, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Data_of_a_newer_version_is_left_alone()
    {
        await using var up = await UpProcess.StartAsync();
        await up.InterruptAsync();
        var format = Path.Combine(up.Data, "FORMAT");
        await File.WriteAllTextAsync(format, "999\n", TestContext.Current.CancellationToken);
        var told = await FailsAsync(up);
        Assert.Contains("newer version", told, StringComparison.Ordinal);
        Assert.Contains(up.Data, told, StringComparison.Ordinal);
        Assert.Equal("999\n", await File.ReadAllTextAsync(format, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        using var folder = TempFolder.Create();
        await File.WriteAllTextAsync(folder.Combine("file"), "", TestContext.Current.CancellationToken);
        await using var up = UpProcess.Prepare(data: folder.Combine("file", "data"));
        Assert.Contains(folder.Combine("file"), await FailsAsync(up), StringComparison.Ordinal);
    }

    private static async Task<string> FailsAsync(UpProcess up, params string[] through)
    {
        up.Launch(through);
        Assert.Equal(Failed, await up.Daemon.WaitAsync(Deadline.InSeconds(20)));
        Assert.DoesNotContain("   at ", up.Daemon.Errors, StringComparison.Ordinal);
        return up.Daemon.Errors;
    }
}
