using Mainstay.Core.Failover;
using Mainstay.Core.Topology;
using Mainstay.Server.Nodes;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Nodes;

public sealed class EngineBinaryTests : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_installed_redis_is_found_with_its_version()
    {
        var redis = EngineBinary.Find(Engine.Redis);
        Assert.EndsWith("/redis-server", redis.Path, StringComparison.Ordinal);
        Assert.True(redis.Version >= EngineBinary.Oldest);
        Assert.Equal(redis, EngineBinary.Find(Engine.Redis, searchPath: null)); // also where PATH does not lead there
    }

    [Fact]
    public void The_first_on_the_path_is_taken()
    {
        MakeProgram("valkey-server", "echo 'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0'");
        Assert.Equal(new EngineBinary(Engine.Valkey, _folder.Combine("valkey-server"), new Version(8, 0, 1)), Find(Engine.Valkey));
    }

    [Theory]
    [InlineData("echo 'Redis server v=6.2.14 sha=0'", "is version 6.2.14; managed nodes need 7.0")]
    [InlineData("echo 'hello'", "Is it a data server?")]
    [InlineData("exit 1", "Is it a data server?")]
    public void One_that_cannot_be_used_is_told(string script, string why)
    {
        MakeProgram("redis-server", script);
        Assert.Contains(why, Assert.Throws<EngineMissingException>(() => Find(Engine.Redis)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_one_is_told_with_what_to_install()
    {
        File.WriteAllText(_folder.Combine("valkey-server"), "not a program");
        if (EngineBinary.TryFind(Engine.Valkey) is not null) return; // installed here: it is found, and nothing is missing
        Assert.Contains("apt-get install valkey-server", Assert.Throws<EngineMissingException>(() => Find(Engine.Valkey)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_runs_on_valkey_where_that_is_installed_under_its_name()
    {
        // No valkey-server is in every distribution; what counts here is that nothing hangs on the program's name.
        MakeProgram("valkey-server", $"exec {EngineBinary.Find(Engine.Redis).Path} \"$@\"");
        await using var rig = NodeRig.Make();
        var spec = NodeRig.Spec(rig.Data, "main-001", rig.Ports["main-001"]);
        await using var supervisor = new NodeSupervisor([spec], Find(Engine.Valkey), rig.Data, rig.Credentials, TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Equal(new ActionResult.Done(), await supervisor.StartAsync("main-001", TestContext.Current.CancellationToken));
        var pid = supervisor.Activity("main-001")!.ProcessId;
        Assert.Equal(["main-001"], await rig.Supervisor.AdoptAsync(TestContext.Current.CancellationToken));
        Assert.Equal(pid, rig.Supervisor.Activity("main-001")!.ProcessId);
        Assert.True(SystemProcess.Runs(pid));
    }

    private EngineBinary Find(Engine engine) => EngineBinary.Find(engine, _folder.Path);

    private void MakeProgram(string name, string script)
    {
        var path = _folder.Combine(name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
